"""Things that stand in a picture: leaves, landscapes, heads, comics, posters."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .colour import ink, palette, stretched, to_bytes
from .strokes import (
    SUPERSAMPLING,
    any_outline,
    blob,
    canvas,
    curve,
    finished,
    line_art,
    pseudo_text,
)
from .textures import any_texture, noise_field


def dead_leaves(rng: np.random.Generator, side: int) -> np.ndarray:
    """Opaque shapes of all sizes over one another, each with a texture and a light of its own."""
    picture = any_texture(rng, side)
    sources = [any_texture(rng, side) for _ in range(3)]
    colours = palette(rng, 12)
    for _ in range(rng.integers(8, 40)):
        mask = shape_mask(rng, side, side * min(0.5, 0.03 / rng.uniform(0.06, 1)))
        fill = sources[rng.integers(3)] if rng.random() < 0.5 else np.ones((side, side, 3))
        fill = fill * colours[rng.integers(12)] * rng.uniform(0.5, 1.6)
        picture = np.where(mask[..., None], fill, picture)
    return picture


def shape_mask(rng: np.random.Generator, side: int, radius: float) -> np.ndarray:
    """[side, side] booleans: a blob or a polygon at a random place."""
    mask = Image.new('1', (side, side))
    ImageDraw.Draw(mask).polygon(any_outline(rng, rng.uniform(0, side, 2), radius), fill=1)
    return np.asarray(mask)


def landscape(rng: np.random.Generator, side: int) -> np.ndarray:
    """Layers of ground to the horizon under a sky, hazy with distance: a photograph's light, no photograph."""
    y = np.linspace(0, 1, side)[:, None, None]
    colours = palette(rng, 4)
    picture = colours[0] * (1 - y) + (0.5 + 0.5 * colours[1]) * y
    clouds = noise_field(rng, side, rng.uniform(1.2, 2))[..., None]
    picture = picture + (clouds - 0.5) * rng.uniform(0, 0.8)
    layers = int(rng.integers(2, 6))
    for layer in range(layers):
        ridge = noise_field(rng, side, rng.uniform(1.1, 1.9))[0]
        height = rng.uniform(0.25, 0.45) + 0.55 * layer / layers + (ridge - 0.5) * rng.uniform(0.1, 0.6)
        below = np.linspace(0, 1, side)[:, None] > height[None, :]
        haze = (layer + 1) / layers
        detail = noise_field(rng, side, rng.uniform(0.6, 1.4))[..., None]
        ground = colours[2] * haze + picture.mean((0, 1)) * (1 - haze)
        picture = np.where(below[..., None], ground * (0.45 + 0.9 * detail), picture)
    for _ in range(rng.integers(0, 6)):
        mask = shape_mask(rng, side, side * rng.uniform(0.03, 0.15))
        shade = np.linspace(0.5, 1.3, side)[None, :, None] ** rng.choice([-1, 1])
        picture = np.where(mask[..., None], colours[3] * shade * (0.6 + 0.5 * clouds), picture)
    return with_lens(rng, picture)


def with_lens(rng: np.random.Generator, picture: np.ndarray) -> np.ndarray:
    """What a camera adds: vignette, softness, grain."""
    side = picture.shape[0]
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    picture = picture * (1 - rng.uniform(0, 0.4) * (x**2 + y**2)[..., None] / 2)
    if rng.random() < 0.5:
        soft = Image.fromarray(to_bytes(picture)).filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.5)))
        picture = np.asarray(soft, dtype=np.float32) / 255
    return picture + rng.normal(0, rng.uniform(0, 0.04), picture.shape)


def objects_in_focus(rng: np.random.Generator, side: int) -> np.ndarray:
    """A few shaded, textured things before a blurred ground."""
    ground = Image.fromarray(to_bytes(dead_leaves(rng, side))).filter(ImageFilter.GaussianBlur(rng.uniform(2, 8)))
    picture = np.asarray(ground, dtype=np.float32) / 255
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    for _ in range(rng.integers(1, 5)):
        mask = shape_mask(rng, side, side * rng.uniform(0.1, 0.32))
        light = stretched(x * rng.normal() + y * rng.normal())[..., None]
        thing = any_texture(rng, side) * (0.35 + light) * (0.4 + 0.8 * palette(rng, 1)[0])
        picture = np.where(mask[..., None], thing, picture)
    return with_lens(rng, picture)


def head(rng: np.random.Generator, side: int) -> np.ndarray:
    """Something with the structure of a portrait: an oval, hair, two eyes, a mouth, shoulders. Nobody's face."""
    size = side * SUPERSAMPLING
    colours = palette(rng, 6)
    picture, draw = canvas(side, colours[0])
    if rng.random() < 0.5:
        picture.paste(Image.fromarray(to_bytes(any_texture(rng, side))).resize((size, size)))
    middle = np.array([rng.uniform(0.3, 0.7), rng.uniform(0.35, 0.55)]) * size
    radius = rng.uniform(0.14, 0.3) * size
    outline = int(rng.integers(0, 4))
    draw.polygon(blob(rng, middle + [0, 2.1 * radius], 1.3 * radius), fill=ink(colours[1]))
    draw.polygon(blob(rng, middle - [0, 0.25 * radius], 1.25 * radius), fill=ink(colours[2]))
    oval(draw, middle, radius * 0.8, radius, ink(colours[3]), outline)
    for way in (-1, 1):
        eye = middle + radius * np.array([0.35 * way, -0.15])
        wide, high = radius * rng.uniform(0.12, 0.25), radius * rng.uniform(0.06, 0.2)
        oval(draw, eye, wide, high, (245, 245, 245), 1)
        oval(draw, eye, high * 0.7, high * 0.7, ink(colours[4] * 0.5))
        brow = eye - [0, 2.2 * high]
        draw.line([tuple(brow - [wide, 0]), tuple(brow + [wide, rng.normal(0, high)])], fill=ink(colours[2] * 0.6), width=3)
    mouth = middle + radius * np.array([0, rng.uniform(0.4, 0.6)])
    wide, high = radius * rng.uniform(0.2, 0.45), radius * rng.uniform(0.04, 0.2)
    draw.chord([*(mouth - [wide, high]), *(mouth + [wide, high])], 0, 180, fill=ink(colours[5] * 0.7))
    for _ in range(rng.integers(0, 12)):
        start = middle + rng.normal(0, 0.9, 2) * radius - [0, radius * 0.8]
        draw.line([tuple(start), tuple(start + rng.normal(0, 0.5, 2) * radius)], fill=ink(colours[2] * rng.uniform(0.5, 1.5)), width=2)
    result = finished(picture, side)
    return with_lens(rng, result * (0.75 + 0.5 * noise_field(rng, side, 2)[..., None])) if rng.random() < 0.6 else result


def oval(draw: ImageDraw.ImageDraw, middle, wide: float, high: float, fill, outline: int = 0) -> None:
    x, y = middle
    draw.ellipse([x - wide, y - high, x + wide, y + high], fill=fill, outline=(20, 20, 20), width=outline)


def flat_illustration(rng: np.random.Generator, side: int) -> np.ndarray:
    """A few flat colours, hard edges, sometimes outlined."""
    size = side * SUPERSAMPLING
    colours = palette(rng, int(rng.integers(3, 8)))
    picture, draw = canvas(side, colours[0])
    outline = int(rng.integers(2, 7)) if rng.random() < 0.5 else 0
    for _ in range(rng.integers(3, 22)):
        shape = any_outline(rng, rng.uniform(0, size, 2), rng.uniform(0.04, 0.35) * size)
        draw.polygon(shape, fill=ink(colours[rng.integers(len(colours))]))
        if outline:
            draw.line([*shape, shape[0]], fill=(15, 15, 20), width=outline)
    for _ in range(rng.integers(0, 10)):
        draw.line(curve(rng, size, 0.1), fill=ink(colours[-1] * 0.5), width=int(rng.integers(1, 5)))
    return finished(picture, side)


def comic_page(rng: np.random.Generator, side: int) -> np.ndarray:
    """Panels with frames, speech balloons and made-up lettering."""
    size = side * SUPERSAMPLING
    page, draw = canvas(side, np.ones(3) * rng.uniform(0.9, 1))
    gutter = int(rng.integers(3, 12))
    downs = np.sort(np.concatenate([[0, 1], rng.uniform(0.2, 0.8, rng.integers(0, 3))])) * size
    for top, bottom in zip(downs[:-1], downs[1:]):
        acrosses = np.sort(np.concatenate([[0, 1], rng.uniform(0.25, 0.75, rng.integers(0, 3))])) * size
        for left, right in zip(acrosses[:-1], acrosses[1:]):
            box = [int(left) + gutter, int(top) + gutter, int(right) - gutter, int(bottom) - gutter]
            if box[2] - box[0] < 20 or box[3] - box[1] < 20:
                continue
            kind = [flat_illustration, line_art, head][rng.integers(3)]
            panel = Image.fromarray(to_bytes(kind(rng, side // 2)))
            page.paste(panel.resize((box[2] - box[0], box[3] - box[1])), box[:2])
            draw.rectangle(box, outline=(10, 10, 10), width=3)
            if rng.random() < 0.6:
                balloon(rng, draw, box)
    return finished(page, side)


def balloon(rng: np.random.Generator, draw: ImageDraw.ImageDraw, box) -> None:
    left, top, right, bottom = box
    wide, high = (right - left) * rng.uniform(0.3, 0.7), (bottom - top) * rng.uniform(0.15, 0.35)
    x, y = left + rng.uniform(0, right - left - wide), top + rng.uniform(0, (bottom - top) * 0.3)
    draw.ellipse([x, y, x + wide, y + high], fill=(252, 252, 252), outline=(10, 10, 10), width=2)
    pseudo_text(rng, draw, (x + wide * 0.2, y + high * 0.25, x + wide * 0.85, y + high * 0.8), max(5, high * 0.18), (10, 10, 10))


def poster(rng: np.random.Generator, side: int) -> np.ndarray:
    """Made-up lettering in several sizes, on a plain ground or over a picture."""
    size = side * SUPERSAMPLING
    colours = palette(rng, 3)
    page, draw = canvas(side, colours[0])
    if rng.random() < 0.5:
        kind = [any_texture, flat_illustration, landscape, head][rng.integers(4)]
        page.paste(Image.fromarray(to_bytes(kind(rng, side))).resize((size, size)))
    for _ in range(rng.integers(1, 6)):
        left, top = rng.uniform(0, 0.5, 2) * size
        box = (left, top, left + rng.uniform(0.3, 0.9) * size, top + rng.uniform(0.1, 0.6) * size)
        pseudo_text(rng, draw, box, rng.choice([8, 14, 24, 44, 70]), ink(colours[rng.integers(1, 3)]))
    return finished(page, side)
