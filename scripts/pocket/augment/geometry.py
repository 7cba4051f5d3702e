"""Where the pixels of a view come from: crops, turns, mirrors, perspective, and pictures laid on a ground."""

import math

import torch
from torch.nn import functional as F


def homographies(count: int, strong: bool, random: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """
    [count, 3, 3] maps from the view's coordinates to the picture's (both −1 to 1), and [count] booleans: whether
    the view lies wholly inside the picture on purpose (a crop, whose outside is not to be seen).
    """
    uniform = lambda low, high: torch.empty(count).uniform_(low, high, generator=random)
    chance = lambda p: torch.rand(count, generator=random) < p
    if not strong:
        scale = uniform(0.88, 1.0)
        ratio = torch.exp(uniform(-0.1, 0.1))
        place = _compose(scale * ratio, scale / ratio, (1 - scale) * uniform(-1, 1), (1 - scale) * uniform(-1, 1))
        return place, torch.ones(count, dtype=torch.bool)

    # Areas from an eighth upwards, evenly on a log scale; or the picture shrunk onto a ground.
    onto_ground = chance(0.27)
    area = torch.exp(uniform(math.log(0.12), 0.0))
    shrunk = uniform(1.05, 2.2)
    scale = torch.where(onto_ground, shrunk, area.sqrt())
    ratio = torch.exp(uniform(-0.3, 0.3))
    # Beyond the picture on neither axis, unless it is to be seen on a ground.
    across = torch.where(onto_ground, scale * ratio, (scale * ratio).clamp(max=1))
    down = torch.where(onto_ground, scale / ratio, (scale / ratio).clamp(max=1))
    place = _compose(across, down, (1 - across).abs() * uniform(-1, 1), (1 - down).abs() * uniform(-1, 1))

    zero, one = torch.zeros(count), torch.ones(count)
    angle = torch.where(chance(0.12), uniform(-0.8, 0.8), torch.where(chance(0.2), uniform(-0.16, 0.16), zero))
    angle = angle + torch.where(chance(0.33), torch.randint(1, 4, (count,), generator=random) * (math.pi / 2), zero)
    cosine, sine = angle.cos(), angle.sin()
    turn = _rows(cosine, -sine, zero, sine, cosine, zero, zero, zero, one)
    mirror = torch.where(chance(0.35), -one, one)
    tilted = chance(0.12).float()
    lean = _rows(mirror, zero, zero, zero, one, zero, tilted * uniform(-0.3, 0.3), tilted * uniform(-0.3, 0.3), one)
    return place @ turn @ lean, ~onto_ground


def warped(
    pictures: torch.Tensor, maps: torch.Tensor, grounds: torch.Tensor, side: int
) -> torch.Tensor:
    """
    [n, 3, side, side]: the pictures seen through the maps; what lies outside a picture shows its ground
    ([n, 3, side, side]). Where a view shrinks its picture, it is read from a smoothed half-size one.
    """
    count = pictures.shape[0]
    steps = (torch.arange(side) + 0.5) / side * 2 - 1
    y, x = torch.meshgrid(steps, steps, indexing='ij')
    flat = torch.stack([x, y, torch.ones_like(x)]).reshape(1, 3, -1)
    seen = maps @ flat
    grid = (seen[:, :2] / seen[:, 2:].clamp(min=0.2)).transpose(1, 2).reshape(count, side, side, 2)

    views = F.grid_sample(pictures, grid, padding_mode='border', align_corners=False)
    shrinking = maps[:, :2, :2].det().abs().sqrt() * pictures.shape[-1] / side > 1.5
    if shrinking.any():
        half = F.avg_pool2d(pictures[shrinking], 2)
        views[shrinking] = F.grid_sample(half, grid[shrinking], padding_mode='border', align_corners=False)
    outside = (grid.abs().amax(-1) > 1).unsqueeze(1)
    return torch.where(outside, grounds, views)


def _compose(across, down, left, top) -> torch.Tensor:
    zero, one = torch.zeros_like(across), torch.ones_like(across)
    return _rows(across, zero, left, zero, down, top, zero, zero, one)


def _rows(*values: torch.Tensor) -> torch.Tensor:
    return torch.stack(values, dim=-1).reshape(-1, 3, 3)
