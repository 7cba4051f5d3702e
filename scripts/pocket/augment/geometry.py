"""Where the pixels of a view come from: crops, turns, mirrors, perspective, and pictures laid on a ground."""

import math

import torch
from torch.nn import functional as F

# Where it costs little, a view is sampled so many times as finely as it is, on each axis, and then averaged.
FINER = 2


def homographies(
    boxes: torch.Tensor, strong: bool, random: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """
    [count, 3, 3] maps from the view's coordinates to the picture's (both −1 to 1); [count] booleans: whether the view
    lies wholly inside the picture on purpose (a crop, whose outside is not to be seen); and [count] booleans: whether
    what lies outside shows the picture's own plain ground. `boxes` [count, 4] (left, top, right, bottom, −1 to 1) is
    what of each picture is not its plain ground.
    """
    count = len(boxes)
    uniform = lambda low, high: torch.empty(count).uniform_(low, high, generator=random)
    chance = lambda p: torch.rand(count, generator=random) < p
    plain = (boxes.abs() < 1).any(1)
    if not strong:
        scale = uniform(0.88, 1.0)
        ratio = torch.exp(uniform(-0.1, 0.1))
        place = _compose(scale * ratio, scale / ratio, (1 - scale) * uniform(-1, 1), (1 - scale) * uniform(-1, 1))
        return place, torch.ones(count, dtype=torch.bool), plain

    # Areas from an eighth upwards, evenly on a log scale; or the picture shrunk onto a ground.
    onto_ground = chance(0.27)
    area = torch.exp(uniform(math.log(0.12), 0.0))
    shrunk = uniform(1.05, 2.3)
    scale = torch.where(onto_ground, shrunk, area.sqrt())
    ratio = torch.exp(uniform(-0.3, 0.3) * torch.where(onto_ground, 1.5, 1.0))
    # Beyond the picture on neither axis, unless it is to be seen on a ground.
    across = torch.where(onto_ground, scale * ratio, (scale * ratio).clamp(max=1))
    down = torch.where(onto_ground, scale / ratio, (scale / ratio).clamp(max=1))
    left, top = (1 - across).abs() * uniform(-1, 1), (1 - down).abs() * uniform(-1, 1)
    # A crop holds some of what is drawn: of bare ground nobody could tell where it is from.
    for at, reach, low, high in ((left, across, boxes[:, 0], boxes[:, 2]), (top, down, boxes[:, 1], boxes[:, 3])):
        held = low + (high - low) * uniform(0.15, 0.85)
        near = torch.maximum(torch.minimum(at, held + 0.7 * reach), held - 0.7 * reach)
        edge = (1 - reach).clamp(min=0)
        at.copy_(torch.where(onto_ground, at, torch.maximum(torch.minimum(near, edge), -edge)))
    # The picture without its plain ground, or with little of it.
    cut = plain & chance(0.15)
    margin = 1 + uniform(0.0, 0.3)
    across = torch.where(cut, (boxes[:, 2] - boxes[:, 0]) / 2 * margin, across).clamp(min=0.05)
    down = torch.where(cut, (boxes[:, 3] - boxes[:, 1]) / 2 * margin, down).clamp(min=0.05)
    left = torch.where(cut, (boxes[:, 0] + boxes[:, 2]) / 2, left)
    top = torch.where(cut, (boxes[:, 1] + boxes[:, 3]) / 2, top)
    place = _compose(across, down, left, top)

    zero, one = torch.zeros(count), torch.ones(count)
    angle = torch.where(chance(0.12), uniform(-0.8, 0.8), torch.where(chance(0.2), uniform(-0.16, 0.16), zero))
    angle = angle + torch.where(chance(0.25), torch.randint(1, 4, (count,), generator=random) * (math.pi / 2), zero)
    cosine, sine = angle.cos(), angle.sin()
    turn = _rows(cosine, -sine, zero, sine, cosine, zero, zero, zero, one)
    mirror = torch.where(chance(0.35), -one, one)
    tilted = chance(0.12).float()
    lean = _rows(mirror, zero, zero, zero, one, zero, tilted * uniform(-0.3, 0.3), tilted * uniform(-0.3, 0.3), one)
    return place @ turn @ lean, ~onto_ground, plain & (cut | chance(0.4))


def warped(pictures: torch.Tensor, maps: torch.Tensor, grounds: torch.Tensor, own: torch.Tensor, side: int) -> torch.Tensor:
    """
    [n, 3, side, side]: the pictures seen through the maps; what lies outside a picture shows its ground
    ([n, 3, side, side]), or where `own` its own border. Where a view shrinks its picture much, it is read from a smoothed
    half-size one.
    """
    device, count = pictures.device, pictures.shape[0]
    finer = FINER if device.type == 'cuda' else 1
    fine = side * finer
    shrinking = (maps[:, :2, :2].det().abs().sqrt() * pictures.shape[-1] / fine > 1.5).nonzero().squeeze(1).to(device)
    steps = (torch.arange(fine, device=device) + 0.5) / fine * 2 - 1
    y, x = torch.meshgrid(steps, steps, indexing='ij')
    flat = torch.stack([x, y, torch.ones_like(x)], dim=-1).reshape(1, -1, 3)
    seen = flat @ maps.to(device).transpose(1, 2)
    grid = (seen[..., :2] / seen[..., 2:].clamp(min=0.2)).reshape(count, fine, fine, 2)

    views = F.grid_sample(pictures, grid, padding_mode='border', align_corners=False)
    if len(shrinking):
        half = F.avg_pool2d(pictures[shrinking], 2)
        views[shrinking] = F.grid_sample(half, grid[shrinking], padding_mode='border', align_corners=False)
    outside = ((grid.abs().amax(-1) > 1) & ~own.to(device).view(-1, 1, 1)).unsqueeze(1)
    share = F.avg_pool2d(outside.float(), finer)
    return F.avg_pool2d(views.masked_fill_(outside, 0), finer) + grounds * share


def _compose(across, down, left, top) -> torch.Tensor:
    zero, one = torch.zeros_like(across), torch.ones_like(across)
    return _rows(across, zero, left, zero, down, top, zero, zero, one)


def _rows(*values: torch.Tensor) -> torch.Tensor:
    return torch.stack(values, dim=-1).reshape(-1, 3, 3)
