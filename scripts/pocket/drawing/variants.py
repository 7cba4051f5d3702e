"""Pictures that share much with another and are not it: one composition with other parts, one place seen twice."""

import numpy as np

from .colour import ink, palette, stretched
from .marks import ground_colour, mark
from .scenes import shape_mask, with_lens
from .strokes import SUPERSAMPLING, any_outline, canvas, curve, finished
from .textures import any_texture, noise_field


def compositions(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """A family: flat shapes on one ground in one palette, of which most are other ones in each picture."""
    size = side * SUPERSAMPLING
    colours = palette(shared, int(shared.integers(3, 8)))
    ground = ground_colour(shared)
    picture, draw = canvas(side, ground)
    outline = int(shared.integers(2, 7)) if shared.random() < 0.4 else 0
    kept = shared.uniform(0, 0.6)
    for _ in range(shared.integers(3, 18)):
        # Drawn from both, so that a part that is kept is the same in all.
        common, other = np.random.default_rng(shared.integers(2**31)), np.random.default_rng(own.integers(2**31))
        rng = common if common.random() < kept else other
        place, reach = rng.uniform(0, size, 2), rng.uniform(0.03, 0.3) * size
        fill = colours[rng.integers(len(colours))]
        if rng.random() < 0.25:
            mark(rng, draw, place, reach * 0.5, [*colours, *palette(rng, 5)], ground)
            continue
        shape = any_outline(rng, place, reach)
        draw.polygon(shape, fill=ink(fill))
        if outline:
            draw.line([*shape, shape[0]], fill=(15, 15, 20), width=outline)
    for _ in range(own.integers(0, 6)):
        draw.line(curve(own, size, 0.1), fill=ink(colours[-1] * 0.5), width=int(own.integers(1, 6)))
    return finished(picture, side)


def ridges(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """A family: hills behind hills in flat colours under a sky and a sun, as wallpapers have them; one palette."""
    colours = palette(shared, 7)
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    picture = colours[0] * (1 - y[..., None]) + colours[1] * y[..., None]
    if own.random() < 0.7:
        away = np.hypot(x - own.uniform(0.1, 0.9), y - own.uniform(0.1, 0.6))
        picture = np.where((away < own.uniform(0.03, 0.15))[..., None], colours[2], picture)
    layers = int(shared.integers(2, 6))
    for layer in range(layers):
        ridge = noise_field(own, side, shared.uniform(1.2, 2))[0]
        height = 0.35 + 0.55 * layer / layers + (ridge - 0.5) * own.uniform(0.1, 0.5)
        share = (layer + 1) / layers
        picture = np.where((y > height)[..., None], colours[3] * share + colours[4] * (1 - share), picture)
    for _ in range(own.integers(0, 5)):
        mask = shape_mask(own, side, side * own.uniform(0.02, 0.12))
        picture = np.where(mask[..., None], colours[5], picture)
    return picture


def views(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """A family: one place from several places. What is near has moved more than what is far; the light is another."""
    wide = side * 3 // 2
    step = own.normal(0, 0.09, 2) * side
    texture, layers = any_texture(shared, wide), int(shared.integers(3, 7))
    picture = _window(texture * (0.5 + 0.5 * palette(shared, 1)[0]), step * 0.2, side)
    for layer in range(layers):
        thing = any_texture(shared, side) * (0.4 + 0.8 * palette(shared, 1)[0])
        mask = np.zeros((wide, wide), bool)
        mask[side // 4 : side // 4 + side, side // 4 : side // 4 + side] = shape_mask(shared, side, side * shared.uniform(0.1, 0.3))
        whole = np.pad(thing, ((0, wide - side), (0, wide - side), (0, 0)), 'wrap')
        depth = step * (0.5 + 1.5 * layer / layers)
        picture = np.where(_window(mask, depth, side)[..., None], _window(whole, depth, side), picture)
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    light = stretched(x * own.normal() + y * own.normal())[..., None]
    return with_lens(own, picture * (0.55 + 0.7 * light) * np.exp(own.normal(0, 0.08, 3)))


def _window(field: np.ndarray, step: np.ndarray, side: int) -> np.ndarray:
    """`side` pixels about the middle of a field, moved by `step`."""
    most = field.shape[0] - side
    top, left = np.clip(most / 2 + step, 0, most).astype(int)
    return field[top : top + side, left : left + side]
