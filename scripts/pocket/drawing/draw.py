"""One picture from a seed, and many of them on all cores."""

import argparse
import multiprocessing
from pathlib import Path

import numpy as np
from PIL import Image

from .colour import to_bytes
from .scenes import (
    comic_page,
    dead_leaves,
    flat_illustration,
    head,
    landscape,
    objects_in_focus,
    poster,
    shape_mask,
)
from .strokes import brush_painting, line_art
from .textures import any_texture, noise_field

# How often each kind is drawn.
KINDS = (
    (any_texture, 3),
    (dead_leaves, 3),
    (landscape, 3),
    (objects_in_focus, 4),
    (brush_painting, 2),
    (line_art, 3),
    (flat_illustration, 2),
    (comic_page, 1),
    (poster, 1),
    (head, 2),
)
_WEIGHTS = np.array([weight for _, weight in KINDS], dtype=float)


def draw_picture(seed: int, number: int, side: int) -> np.ndarray:
    """Picture `number` of the set `seed`, as [side, side, 3] 8-bit values. The same arguments, the same picture."""
    rng = np.random.default_rng([seed, number])
    picture = _draw_kind(rng, side)
    if rng.random() < 0.25:
        picture = _blended(rng, picture, _draw_kind(rng, side))
    return to_bytes(picture)


def draw_set(seed: int, count: int, side: int, processes: int) -> np.ndarray:
    """`count` pictures as one [count, side, side, 3] array."""
    with multiprocessing.Pool(processes) as pool:
        drawn = pool.starmap(draw_picture, ((seed, number, side) for number in range(count)), chunksize=64)
    return np.stack(drawn)


def _draw_kind(rng: np.random.Generator, side: int) -> np.ndarray:
    kind, _ = KINDS[rng.choice(len(KINDS), p=_WEIGHTS / _WEIGHTS.sum())]
    return np.asarray(kind(rng, side), dtype=np.float32)


def _blended(rng: np.random.Generator, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Two pictures through a soft or a hard mask."""
    side = first.shape[0]
    if rng.random() < 0.5:
        mask = np.clip((noise_field(rng, side, 2) - 0.5) * rng.uniform(2, 20) + 0.5, 0, 1)
    else:
        mask = shape_mask(rng, side, side * rng.uniform(0.2, 0.6)).astype(np.float32)
    return first * mask[..., None] + second * (1 - mask[..., None])


def main() -> None:
    """Writes a contact sheet of the first pictures of a set, to be looked at."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--out', type=Path, default=Path('pictures.png'))
    arguments = parser.parse_args()
    rows, columns, side = 8, 12, 128
    sheet = Image.new('RGB', (columns * side, rows * side))
    for number in range(rows * columns):
        place = (number % columns * side, number // columns * side)
        sheet.paste(Image.fromarray(draw_picture(arguments.seed, number, side)), place)
    sheet.save(arguments.out)


if __name__ == '__main__':
    main()
