"""The vision tower: 128–160 px RGB in, a direction in 256 dimensions out."""

import torch
from torch import nn
from torch.nn import functional as F

WIDTHS = (32, 72, 160, 288)
BLOCKS = (1, 1, 2, 2)
DIMENSIONS = 256


class Block(nn.Module):
    """Two 3×3 convolutions around which the input is carried."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        # Blocks begin as nothing, so that a deep network learns as early as a flat one.
        nn.init.zeros_(self.second_norm.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        inside = F.relu(self.first_norm(self.first(x)))
        return F.relu(x + self.second_norm(self.second(inside)))


class Pocket(nn.Module):
    """
    A small residual network, generalised-mean pooling (which takes any input size), and a linear map whose
    outputs are normalised over the batch: without that last step the space collapses onto a few directions.
    """

    def __init__(self) -> None:
        super().__init__()
        stages: list[nn.Module] = []
        for i, (width, blocks) in enumerate(zip(WIDTHS, BLOCKS)):
            if i == 0:
                stages.append(nn.Conv2d(3, width, 8, stride=4, padding=2, bias=False))
            else:
                stages.append(nn.Conv2d(WIDTHS[i - 1], width, 3, stride=2, padding=1, bias=False))
            stages += [nn.BatchNorm2d(width), nn.ReLU(), *(Block(width) for _ in range(blocks))]
        self.stages = nn.Sequential(*stages)
        self.power = nn.Parameter(torch.tensor(3.0))
        self.project = nn.Linear(WIDTHS[-1], DIMENSIONS, bias=False)
        self.spread = nn.BatchNorm1d(DIMENSIONS, affine=False)

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        """[n, 3, side, side] normalised pixels → [n, 256], not yet of unit length."""
        features = self.stages(pixel_values).float()
        power = self.power.clamp(1, 6)
        pooled = features.clamp(min=1e-4).pow(power).mean((2, 3)).pow(1 / power)
        return self.spread(self.project(pooled))
