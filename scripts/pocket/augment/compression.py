"""What JPEG leaves of a picture: blocks of 8 × 8, rounded by the standard's tables, colours at half the size."""

import math

import torch
from torch.nn import functional as F

# ITU-T T.81, annex K: the tables at quality 50.
LIGHT = torch.tensor(
    [
        [16, 11, 10, 16, 24, 40, 51, 61],
        [12, 12, 14, 19, 26, 58, 60, 55],
        [14, 13, 16, 24, 40, 57, 69, 56],
        [14, 17, 22, 29, 51, 87, 80, 62],
        [18, 22, 37, 56, 68, 109, 103, 77],
        [24, 35, 55, 64, 81, 104, 113, 92],
        [49, 64, 78, 87, 103, 121, 120, 101],
        [72, 92, 95, 98, 112, 100, 103, 99],
    ],
    dtype=torch.float32,
)
COLOUR = torch.full((8, 8), 99.0)
COLOUR[:4, :4] = torch.tensor([[17, 18, 24, 47], [18, 21, 26, 66], [24, 26, 56, 99], [47, 66, 99, 99]])
_TO_YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.168736, -0.331264, 0.5], [0.5, -0.418688, -0.081312]])
_FREQUENCY, _PLACE = torch.arange(8.0).view(-1, 1), torch.arange(8.0).view(1, -1)
COSINES = torch.cos((2 * _PLACE + 1) * _FREQUENCY * math.pi / 16) / 2
COSINES[0] /= math.sqrt(2)


def compressed(views: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """A share of the views at JPEG qualities of 10 to 75. Sides are multiples of 16."""
    chosen = (torch.rand(views.shape[0], generator=random) < share).nonzero().squeeze(1)
    if len(chosen):
        quality = torch.randint(10, 76, (len(chosen),), generator=random).float()
        chosen = chosen.to(views.device)
        views[chosen] = as_jpeg(views[chosen], quality)
    return views


def as_jpeg(views: torch.Tensor, quality: torch.Tensor) -> torch.Tensor:
    """The views (0 to 1) as JPEG of `quality` [n] shows them, its colours at half the size."""
    device = views.device
    matrix = _TO_YCC.to(device)
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality).to(device).view(-1, 1, 1) / 100
    planes = torch.einsum('ij,njyx->niyx', matrix, views) * 255
    light = _rounded(planes[:, :1] - 128, LIGHT.to(device) * scale) + 128
    colour = F.interpolate(_rounded(F.avg_pool2d(planes[:, 1:], 2), COLOUR.to(device) * scale), scale_factor=2, mode='bilinear')
    decoded = torch.cat([light, colour], 1) / 255
    return torch.einsum('ij,njyx->niyx', matrix.inverse(), decoded).clamp(0, 1)


def _rounded(planes: torch.Tensor, tables: torch.Tensor) -> torch.Tensor:
    """Planes [n, c, side, side] whose blocks' frequencies are rounded to multiples of `tables` [n, 8, 8]."""
    count, channels, side, _ = planes.shape
    cosines = COSINES.to(planes.device)
    steps = tables.round().clamp(1, 255)
    # Columns lie as rows after the first turn; so do the tables that they meet.
    turned = _by_eights(_by_eights(planes, cosines.T).transpose(2, 3), cosines.T)
    turned = turned.reshape(count, channels, side // 8, 8, side // 8, 8)
    steps = steps.transpose(1, 2).reshape(count, 1, 1, 8, 1, 8)
    frequencies = ((turned / steps).round() * steps).reshape(count, channels, side, side)
    return _by_eights(_by_eights(frequencies, cosines).transpose(2, 3), cosines)


def _by_eights(planes: torch.Tensor, matrix: torch.Tensor) -> torch.Tensor:
    """Every eight neighbours of a row times an 8 × 8 matrix, in one product."""
    return (planes.reshape(-1, 8) @ matrix).reshape(planes.shape)
