"""One picture from a seed, and ever more of them on all cores."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from .characters import characters
from .colour import to_bytes
from .marks import marks
from .pixels import pixel_scene, sprites
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
from .templates import cards, charts, pages
from .textures import any_texture, noise_field
from .variants import compositions, ridges, views

# Pictures come in groups of so many: a family that shares much, or as many that share nothing.
GROUP = 8

# How often each kind is drawn: kinds whose pictures share nothing, and families.
KINDS = (
    (any_texture, 2),
    (dead_leaves, 3),
    (landscape, 3),
    (objects_in_focus, 4),
    (brush_painting, 2),
    (head, 2),
    (line_art, 3),
    (flat_illustration, 3),
    (comic_page, 2),
    (poster, 2),
    (pixel_scene, 2),
)
FAMILIES = (
    (marks, 5),
    (characters, 5),
    (cards, 3),
    (pages, 4),
    (charts, 3),
    (sprites, 2),
    (compositions, 4),
    (ridges, 1),
    (views, 2),
)
FAMILY_SHARE = 0.5


def draw_picture(seed: int, number: int, side: int) -> tuple[np.ndarray, str]:
    """
    Picture `number` of the set `seed`, as [side, side, 3] 8-bit values, and the name of its kind. The same arguments,
    the same picture.
    """
    group, member = divmod(number, GROUP)
    shared, own = np.random.default_rng([seed, group]), np.random.default_rng([seed, group, 1 + member])
    if shared.random() < FAMILY_SHARE:
        family = _chosen(FAMILIES, shared)
        return to_bytes(np.asarray(family(shared, own, side))), family.__name__
    kind = _chosen(KINDS, own)
    picture = np.asarray(kind(own, side), dtype=np.float32)
    if own.random() < 0.2:
        picture = _blended(own, picture, np.asarray(_chosen(KINDS, own)(own, side), dtype=np.float32))
    return to_bytes(picture), kind.__name__


def content_box(picture: np.ndarray) -> tuple[float, float, float, float]:
    """
    Left, top, right, bottom, each −1 to 1, of what is not the plain ground around; the whole where the border is
    not plain.
    """
    border = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]]).astype(int)
    ground = np.median(border, axis=0)
    if (np.abs(border - ground).max(1) > 24).mean() > 0.04:
        return -1.0, -1.0, 1.0, 1.0
    content = np.abs(picture.astype(int) - ground).max(2) > 24
    if content.sum() < 30:
        return -1.0, -1.0, 1.0, 1.0
    down, across = np.flatnonzero(content.any(1)), np.flatnonzero(content.any(0))
    side = picture.shape[0]
    scaled = lambda pixel: pixel / side * 2 - 1
    return scaled(across[0]), scaled(down[0]), scaled(across[-1] + 1), scaled(down[-1] + 1)


def _chosen(kinds, rng: np.random.Generator):
    weights = np.array([weight for _, weight in kinds], dtype=float)
    return kinds[rng.choice(len(kinds), p=weights / weights.sum())][0]


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
    rows, columns, side = 24, 16, 128
    sheet = Image.new('RGB', (columns * side, rows * side))
    for number in range(rows * columns):
        place = (number % columns * side, number // columns * side)
        sheet.paste(Image.fromarray(draw_picture(arguments.seed, number, side)[0]), place)
    sheet.save(arguments.out)


if __name__ == '__main__':
    main()
