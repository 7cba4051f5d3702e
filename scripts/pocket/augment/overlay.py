"""What people lay over or around a picture: shapes, captions, watermark grids, the window of a screen."""

import numpy as np
import torch
from PIL import Image, ImageDraw
from torch.nn import functional as F

from drawing.colour import ink, palette
from drawing.lettering import alphabet, some_words, write_block, write_line

# Captions, watermarks, bars, discs and boxes. Bars hide most, and are what a network is slowest to see past.
HEAVY_KINDS = (0.3, 0.15, 0.35, 0.2)


def overlay(seed: int, number: int, side: int, heavy: bool) -> np.ndarray:
    """
    [side, side, 4] 8-bit colour and opacity: a caption, watermarks or shapes; `heavy` ones hide up to half. The same
    arguments, the same overlay.
    """
    return _overlay(np.random.default_rng([seed, number, int(heavy)]), side, heavy)


def ground(seed: int, number: int, side: int) -> np.ndarray:
    """[side, side, 3] 8-bit: a plain ground, or a screen with bars, buttons and rows of text."""
    rng = np.random.default_rng([seed, number, 2])
    return _screen(rng, side) if rng.random() < 0.55 else _plain(rng, side)


def as_bank(drawn: list[np.ndarray], device: torch.device) -> torch.Tensor:
    """[n, channels, side, side] 8-bit."""
    return torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2).contiguous().to(device)


def taken(bank: torch.Tensor, count: int, side: int, random: torch.Generator) -> torch.Tensor:
    """[count, channels, side, side] of 0 to 1: some of a bank's."""
    chosen = torch.randint(len(bank), (count,), generator=random).to(bank.device)
    layers = bank[chosen].float() / 255
    return layers if layers.shape[-1] == side else F.interpolate(layers, size=side, mode='area')


def overlaid(views: torch.Tensor, bank: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """A share of the views under an overlay each, some of them turned."""
    chosen = (torch.rand(views.shape[0], generator=random) < share).nonzero().squeeze(1).to(views.device)
    if len(chosen):
        layer = taken(bank, len(chosen), views.shape[-1], random)
        # Most as they are written, the rest turned, as where a copy was turned afterwards.
        turn = max(0, int(torch.randint(6, (1,), generator=random)) - 2)
        layer = torch.rot90(layer, turn, (2, 3))
        views[chosen] = views[chosen] * (1 - layer[:, 3:]) + layer[:, :3] * layer[:, 3:]
    return views


def patched(views: torch.Tensor, share: float, random: torch.Generator) -> torch.Tensor:
    """A share of the views with a rectangle of another view pasted in: collages, stickers."""
    count, _, side, _ = views.shape
    reach = torch.rand(count, 2, generator=random) * 0.45 + 0.1
    low = torch.rand(count, 2, generator=random) * (1 - reach)
    high = torch.where(torch.rand(count, 1, generator=random) < share, low + reach, low)
    low, high = low.to(views.device) * side, high.to(views.device) * side
    steps = torch.arange(side, device=views.device).view(1, -1)
    down = (steps >= low[:, :1]) & (steps < high[:, :1])
    across = (steps >= low[:, 1:]) & (steps < high[:, 1:])
    inside = (down.unsqueeze(2) & across.unsqueeze(1)).unsqueeze(1)
    return torch.where(inside, views.roll(9, 0), views)


def _overlay(rng: np.random.Generator, side: int, heavy: bool) -> np.ndarray:
    layer = Image.new('RGBA', (side, side))
    draw = ImageDraw.Draw(layer)
    colour = ink(palette(rng, 1)[0]) if rng.random() < 0.5 else (255,) * 3 if rng.random() < 0.6 else (0,) * 3
    kind = rng.choice(4, p=HEAVY_KINDS) if heavy else rng.integers(4)
    letters = alphabet(rng)
    if kind == 0:  # captions above, below, in the middle
        for top in rng.choice([0.02, 0.4, 0.75], rng.integers(1, 4), replace=False):
            if rng.random() < 0.3:
                draw.rectangle((0, top * side, side, (top + 0.22) * side), fill=(*(255 - c for c in colour), 255))
            height = side * rng.uniform(0.05, 0.14)
            box = (side * rng.uniform(0.03, 0.2), (top + 0.02) * side, side * 0.95, (top + 0.22) * side)
            write_block(rng, draw, letters, box, height, (*colour, 255), rng.uniform(0.12, 0.24), int(rng.integers(1, 4)))
    elif kind == 1:  # a watermark, over and over
        opacity = int(rng.uniform(60, 220))
        gap, words = side * rng.uniform(0.15, 0.4), some_words(rng, 1)
        for y in np.arange(0, side, gap * 0.6):
            for x in np.arange(0, side, gap):
                write_line(draw, letters, words, (x, y), gap * 0.22, (*colour, opacity), 0.16, side)
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


def _plain(rng: np.random.Generator, side: int) -> np.ndarray:
    tone = rng.choice([0, 255, 245, 24, 60, 200])
    plain = ink(palette(rng, 1)[0]) if rng.random() < 0.35 else (int(tone),) * 3
    return np.asarray(Image.new('RGB', (side, side), plain))


def _screen(rng: np.random.Generator, side: int) -> np.ndarray:
    """A window of a browser or of a telephone's app, light or dark: bars, round buttons, rows of writing."""
    dark = rng.random() < 0.5
    plain, bar, pen = ((16,) * 3, (38,) * 3, (215,) * 3) if dark else ((255,) * 3, (238,) * 3, (40,) * 3)
    if rng.random() < 0.3:
        bar = ink(palette(rng, 1)[0])
    page = Image.new('RGB', (side, side), plain)
    draw = ImageDraw.Draw(page)
    letters, unit = alphabet(rng), side / 100
    tall = rng.uniform(5, 14) * unit
    draw.rectangle((0, 0, side, tall), fill=bar)
    write_line(draw, letters, some_words(rng, 4), (rng.uniform(3, 25) * unit, tall * 0.3), tall * 0.35, pen, 0.12, side)
    if rng.random() < 0.5:
        draw.rectangle((0, side - tall, side, side), fill=bar)
        for i in range(5):
            x = side * (i + 0.5) / 5
            draw.ellipse((x - 2 * unit, side - tall * 0.7, x + 2 * unit, side - tall * 0.3), fill=pen)
    for _ in range(rng.integers(1, 6)):
        x, y = rng.uniform(2, 60) * unit, rng.uniform(12, 90) * unit
        height = rng.uniform(1.8, 4.5) * unit
        write_block(rng, draw, letters, (x, y, x + rng.uniform(20, 90) * unit, side), height, pen, 0.12, int(rng.integers(1, 9)))
        if rng.random() < 0.5:
            draw.rounded_rectangle((x, y - 6 * unit, x + 14 * unit, y - 1.5 * unit), unit, fill=ink(palette(rng, 1)[0]))
    return np.asarray(page)
