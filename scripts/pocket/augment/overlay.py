"""What people lay over or around a picture: shapes, captions, watermark grids, the frame of a telephone's screen."""

import numpy as np
import torch
from PIL import Image, ImageDraw

from drawing.colour import ink, palette
from drawing.strokes import pseudo_text

BANK = 384
# Captions, watermarks, bars, discs and boxes. Bars hide most, and are what a network is slowest to see past.
HEAVY_KINDS = (0.2, 0.15, 0.45, 0.2)


def overlay_bank(side: int, seed: int, heavy: bool) -> torch.Tensor:
    """[BANK, 4, side, side]: colour and opacity of captions, watermarks and shapes; `heavy` ones hide up to half."""
    return torch.stack([_as_tensor(_overlay(np.random.default_rng([seed, i]), side, heavy)) for i in range(BANK)])


def ground_bank(side: int, seed: int) -> torch.Tensor:
    """[BANK, 3, side, side]: plain grounds, and screens with bars and rows of text."""
    return torch.stack([_as_tensor(_ground(np.random.default_rng([seed, i]), side)) for i in range(BANK)])


def overlaid(views: torch.Tensor, bank: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """A share of the views under an overlay each, turned at random."""
    chosen = (torch.rand(views.shape[0], generator=random) < share).nonzero().squeeze(1)
    if len(chosen):
        layer = bank[torch.randint(len(bank), (len(chosen),), generator=random)]
        layer = torch.rot90(layer, int(torch.randint(4, (1,), generator=random)), (2, 3))
        views[chosen] = views[chosen] * (1 - layer[:, 3:]) + layer[:, :3] * layer[:, 3:]
    return views


def patched(views: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """A share of the views with a rectangle of another view pasted in: collages, stickers."""
    count, _, side, _ = views.shape
    others = views.roll(1, 0).clone()
    for i in (torch.rand(count, generator=random) < share).nonzero().squeeze(1).tolist():
        height, width = (torch.rand(2, generator=random) * 0.45 * side + 0.1 * side).int().tolist()
        top = int(torch.randint(0, side - height, (1,), generator=random))
        left = int(torch.randint(0, side - width, (1,), generator=random))
        views[i, :, top : top + height, left : left + width] = others[i, :, top : top + height, left : left + width]
    return views


def _overlay(rng: np.random.Generator, side: int, heavy: bool) -> np.ndarray:
    layer = Image.new('RGBA', (side, side))
    draw = ImageDraw.Draw(layer)
    colour = ink(palette(rng, 1)[0]) if rng.random() < 0.5 else (255,) * 3 if rng.random() < 0.6 else (0,) * 3
    kind = rng.choice(4, p=HEAVY_KINDS) if heavy else rng.integers(4)
    if kind == 0:  # a caption above, below, or both
        for top in rng.choice([0.02, 0.75], rng.integers(1, 3), replace=False):
            if rng.random() < 0.4:
                draw.rectangle((0, top * side, side, (top + 0.22) * side), fill=(*(255 - c for c in colour), 255))
            pseudo_text(rng, draw, (side * 0.05, top * side, side * 0.95, (top + 0.22) * side), side * rng.uniform(0.06, 0.14), (*colour, 255))
    elif kind == 1:  # a watermark, over and over
        opacity = int(rng.uniform(60, 200))
        gap = side * rng.uniform(0.15, 0.4)
        for y in np.arange(0, side, gap):
            for x in np.arange(0, side, gap):
                pseudo_text(rng, draw, (x, y, x + gap * 0.85, y + gap * 0.4), side * 0.06, (*colour, opacity))
        layer = layer.rotate(float(rng.uniform(-45, 45)))
    elif kind == 2:  # bars
        for _ in range(rng.integers(1, 5)):
            y, thick = rng.uniform(0, side), rng.uniform(*((0.05, 0.15) if heavy else (0.02, 0.1))) * side
            if heavy and rng.random() < 0.6:
                colour = ink(palette(rng, 1)[0])
            draw.rectangle((0, y, side, y + thick), fill=(*colour, 255))
    else:  # discs and boxes
        for _ in range(rng.integers(1, 4)):
            x, y = rng.uniform(0, side, 2)
            wide, high = rng.uniform(0.06, 0.22, 2) * side
            shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
            shape((x - wide, y - high, x + wide, y + high), fill=(*ink(palette(rng, 1)[0]), 255))
    return np.asarray(layer)


def _ground(rng: np.random.Generator, side: int) -> np.ndarray:
    tone = rng.choice([0, 255, 245, 24, 60, 200])
    plain = ink(palette(rng, 1)[0]) if rng.random() < 0.35 else (int(tone),) * 3
    ground = Image.new('RGB', (side, side), plain)
    if rng.random() < 0.55:
        draw = ImageDraw.Draw(ground)
        pen = (20,) * 3 if sum(plain) > 380 else (235,) * 3
        for _ in range(rng.integers(2, 8)):
            x, y = rng.uniform(0, 0.8, 2) * side
            if rng.random() < 0.4:
                draw.rectangle((0, y, side, y + rng.uniform(0.03, 0.12) * side), fill=ink(palette(rng, 1)[0]))
            pseudo_text(rng, draw, (x, y, x + rng.uniform(0.2, 0.8) * side, y + 0.15 * side), side * 0.045, pen)
    return np.asarray(ground)


def _as_tensor(pixels: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(pixels.astype(np.float32) / 255).permute(2, 0, 1).contiguous()
