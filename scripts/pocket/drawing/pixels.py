"""Pixel art: sprites and tiles of a few colours, and pictures dithered to a few."""

import numpy as np
from PIL import Image

from .colour import palette, to_bytes
from .marks import ground_colour
from .scenes import flat_illustration, landscape
from .textures import any_texture


def sprites(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """A family: one sprite with other parts each time, on one plain ground."""
    cells = int(shared.integers(10, 28))
    colours = np.concatenate([palette(shared, 4), [np.ones(3) * 0.05]])
    ground = ground_colour(shared)
    body, shades = _body(shared, cells), _shades(shared, cells)
    if own.random() < 0.9:
        changed = _body(own, cells)
        # Another lower half, other arms, or another thing altogether in the same colours.
        cut = int(cells * own.choice([0.0, 0.35, 0.5, 0.65]))
        body[cut:], other = changed[cut:], _shades(own, cells)
        shades[cut:] = other[cut:]
    if own.random() < 0.15:
        colours = palette(own, 5)
    picture = np.tile(ground.astype(np.float32), (cells, cells, 1))
    picture[body] = colours[shades[body]]
    edge = _edge(body)
    picture[edge] = colours[4]
    scale = shared.uniform(0.25, 1)
    return _placed(picture, ground, max(cells, int(side * scale)), side)


def _body(rng: np.random.Generator, cells: int) -> np.ndarray:
    """[cells, cells] booleans: a mirrored shape grown from the middle."""
    half = cells // 2
    y, x = np.mgrid[0:cells, 0:half]
    near = 1 - np.hypot((x - half) / half, (y - cells / 2) / (cells / 2) * rng.uniform(0.7, 1.2))
    grown = near + rng.normal(0, 0.25, (cells, half)) > rng.uniform(0.2, 0.45)
    if rng.random() < 0.85:
        whole = np.zeros((cells, cells), bool)
        whole[:, :half], whole[:, cells - half :] = grown, grown[:, ::-1]
        return whole
    return np.pad(np.hstack([grown, grown[::-1, ::-1]]), ((0, 0), (0, cells - 2 * half)))


def _shades(rng: np.random.Generator, cells: int) -> np.ndarray:
    """[cells, cells] numbers of colours, in patches, mirrored."""
    coarse = rng.integers(0, 4, (max(2, cells // int(rng.integers(1, 5))), max(2, cells // 4)))
    large = np.kron(coarse, np.ones((cells // coarse.shape[0] + 1, cells // coarse.shape[1] + 1), int))[:cells, : (cells + 1) // 2]
    large = np.pad(large, ((0, cells - large.shape[0]), (0, (cells + 1) // 2 - large.shape[1])), 'edge')
    return np.hstack([large, large[:, ::-1]])[:, :cells].copy()


def _edge(body: np.ndarray) -> np.ndarray:
    padded = np.pad(body, 1)
    near = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    return near & ~body


def _placed(picture: np.ndarray, ground: np.ndarray, reach: int, side: int) -> np.ndarray:
    """The cells blown up to `reach` pixels in the middle of the ground."""
    reach = min(reach, side)
    large = Image.fromarray(to_bytes(picture)).resize((reach, reach), Image.Resampling.NEAREST)
    whole = Image.new('RGB', (side, side), tuple(to_bytes(ground).tolist()))
    whole.paste(large, ((side - reach) // 2,) * 2)
    return np.asarray(whole, dtype=np.float32) / 255


def pixel_scene(rng: np.random.Generator, side: int) -> np.ndarray:
    """A picture in large pixels of a few colours, or dithered to a few."""
    small = np.clip(np.asarray([landscape, flat_illustration, any_texture][rng.integers(3)](rng, int(rng.integers(28, 110)))), 0, 1)
    picture = Image.fromarray(to_bytes(small))
    if rng.random() < 0.5:
        picture = picture.resize((int(rng.integers(60, side)),) * 2)
    count = int(rng.integers(2, 17))
    dither = Image.Dither.FLOYDSTEINBERG if rng.random() < 0.5 else Image.Dither.NONE
    if rng.random() < 0.5:
        picture = picture.quantize(count, dither=dither)
    else:
        given = Image.new('P', (1, 1))
        given.putpalette(to_bytes(palette(rng, count)).flatten().tolist())
        picture = picture.quantize(palette=given, dither=dither)
    return np.asarray(picture.convert('RGB').resize((side, side), Image.Resampling.NEAREST), dtype=np.float32) / 255
