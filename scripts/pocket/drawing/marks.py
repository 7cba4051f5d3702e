"""Logos, stickers and spot drawings: one thing in the middle of a plain ground."""

import numpy as np
from PIL import ImageDraw

from .colour import ink, palette
from .lettering import alphabet, some_words, write_line
from .strokes import SUPERSAMPLING, any_outline, blob, canvas, finished


def ground_colour(rng: np.random.Generator) -> np.ndarray:
    """A plain ground: white, black, nearly so, or a colour."""
    lot = rng.random()
    if lot < 0.35:
        return np.ones(3) * rng.uniform(0.95, 1)
    if lot < 0.65:
        return np.clip(rng.uniform(0.03, 0.16) + rng.uniform(0, 0.06, 3), 0, 1)
    return palette(rng, 1)[0]


def marks(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """A family: different marks in one size at one place of one ground, in colours of one palette."""
    size = side * SUPERSAMPLING
    ground = ground_colour(shared)
    radius = size * np.exp(shared.uniform(np.log(0.06), np.log(0.42)))
    middle = size * (0.5 + (shared.normal(0, 0.1, 2) if shared.random() < 0.3 else np.zeros(2)))
    colours = np.concatenate([palette(shared, 5), [np.ones(3), np.zeros(3) + 0.05]])
    # What cannot be seen on its ground is another colour.
    colours = np.where(np.abs(colours - ground).max(1, keepdims=True) < 0.25, np.round(1 - ground) * 0.9 + 0.05, colours)
    picture, draw = canvas(side, ground)
    if shared.random() < 0.5:
        order = own.permutation(len(colours))
        colours = colours[order]
    mark(own, draw, middle, radius * own.uniform(0.85, 1.1), colours, ground)
    if shared.random() < 0.2:
        letters = alphabet(shared)
        height = size * shared.uniform(0.03, 0.08)
        write_line(draw, letters, some_words(own, 2), (size * 0.3, min(middle[1] + radius * 1.2, size * 0.9)), height, ink(colours[0]), 0.12, size)
    return finished(picture, side)


def mark(rng: np.random.Generator, draw: ImageDraw.ImageDraw, middle, radius: float, colours, ground) -> None:
    """One mark of a random sort."""
    _SORTS[rng.integers(len(_SORTS))](rng, draw, np.asarray(middle), radius, [ink(c) for c in colours], ink(ground))


def around(middle, radius: float, corners: int, turn: float, flat: float = 1.0) -> list[tuple[float, float]]:
    """The corners of a regular polygon."""
    angles = turn + np.arange(corners) * 2 * np.pi / corners
    return [(middle[0] + radius * np.cos(a), middle[1] + radius * flat * np.sin(a)) for a in angles]


def _disc(draw, middle, radius, fill, outline=None, width=1) -> None:
    draw.ellipse([*(middle - radius), *(middle + radius)], fill=fill, outline=outline, width=width)


def _petals(rng, draw, middle, radius, colours, ground) -> None:
    """One shape, turned about the middle again and again."""
    count = int(rng.integers(3, 11))
    shape = np.array(any_outline(rng, (radius * rng.uniform(0.35, 0.65), 0), radius * rng.uniform(0.2, 0.45)))
    for i in range(count):
        a = 2 * np.pi * i / count
        turned = shape @ np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]]) + middle
        draw.polygon([tuple(p) for p in turned], fill=colours[i % rng.integers(1, 4)])
    if rng.random() < 0.5:
        _disc(draw, middle, radius * rng.uniform(0.1, 0.35), ground if rng.random() < 0.6 else colours[1])


def _badge(rng, draw, middle, radius, colours, ground) -> None:
    """A disc, a square or a polygon with a smaller thing in it."""
    lot = rng.random()
    if lot < 0.45:
        _disc(draw, middle, radius, colours[0])
    elif lot < 0.7:
        draw.rounded_rectangle([*(middle - radius * 0.9), *(middle + radius * 0.9)], radius * rng.uniform(0, 0.5), fill=colours[0])
    else:
        draw.polygon(around(middle, radius, int(rng.integers(3, 9)), rng.uniform(0, 6)), fill=colours[0])
    inner = [ground if rng.random() < 0.5 else colours[1], *colours[2:], colours[1]]
    sort = [_petals, _letters, _bars, _silhouette, _rings][rng.integers(5)]
    sort(rng, draw, middle, radius * rng.uniform(0.5, 0.75), inner, colours[0])


def _letters(rng, draw, middle, radius, colours, ground) -> None:
    """One to three heavy letters."""
    letters = alphabet(rng)
    count = int(rng.integers(1, 4))
    height = radius * (1.6 if count == 1 else 2.2 / count)
    wide = height * (0.5 + 0.8 * (count - 1))
    write_line(draw, letters, [rng.integers(0, 26, count).tolist()], (middle[0] - wide / 2, middle[1] - height * 0.65), height, colours[0], rng.uniform(0.1, 0.24), 1e9)


def _word(rng, draw, middle, radius, colours, ground) -> None:
    """A word, each letter in a colour of its own or all in one."""
    letters = alphabet(rng)
    height = radius * rng.uniform(0.35, 0.7)
    x = middle[0] - radius
    while x < middle[0] + radius:
        colour = colours[rng.integers(4)] if rng.random() < 0.5 else colours[0]
        write_line(draw, letters, [[int(rng.integers(26))]], (x, middle[1] - height / 2), height, colour, 0.14, 1e9)
        x += height * 0.8


def _bars(rng, draw, middle, radius, colours, ground) -> None:
    """Bars, blocks or triangles, stacked or in a row."""
    count = int(rng.integers(2, 6))
    upright = rng.random() < 0.5
    for i in range(count):
        start, reach = -radius + 2 * radius * i / count, radius * rng.uniform(0.25, 1)
        thick = 2 * radius / count * rng.uniform(0.5, 0.95)
        shift = 0 if rng.random() < 0.5 else radius - reach
        box = [start, shift - reach, start + thick, shift + reach] if upright else [shift - reach, start, shift + reach, start + thick]
        box = [b + middle[j % 2] for j, b in enumerate(box)]
        if rng.random() < 0.75:
            draw.rectangle(box, fill=colours[i % 4])
        else:
            draw.polygon([(box[0], box[3]), (box[2], box[3]), ((box[0] + box[2]) / 2, box[1])], fill=colours[i % 4])


def _rings(rng, draw, middle, radius, colours, ground) -> None:
    """Arcs and rings about one middle, or a spiral."""
    if rng.random() < 0.25:
        t = np.linspace(0, rng.uniform(8, 22), 90)
        path = np.stack([np.cos(t), np.sin(t)], 1) * (radius * t / t[-1])[:, None] + middle
        draw.line([tuple(p) for p in path], fill=colours[0], width=max(2, int(radius * rng.uniform(0.06, 0.2))))
        return
    reach = radius
    for i in range(int(rng.integers(1, 5))):
        start = rng.uniform(0, 360)
        thick = max(2, int(radius * rng.uniform(0.08, 0.28)))
        draw.arc([*(middle - reach), *(middle + reach)], start, start + rng.uniform(90, 360), fill=colours[i % 4], width=thick)
        reach -= thick * rng.uniform(1.1, 1.8)
        if reach < radius * 0.1:
            break


def _silhouette(rng, draw, middle, radius, colours, ground) -> None:
    """Blobs grown together, with cuts of the ground: an animal, a fruit, a leaf, if one likes."""
    for i in range(int(rng.integers(2, 6))):
        draw.polygon(blob(rng, middle + rng.normal(0, 0.3, 2) * radius, radius * rng.uniform(0.3, 0.65)), fill=colours[0 if rng.random() < 0.7 else 1])
    for _ in range(int(rng.integers(1, 5))):
        spot, reach = middle + rng.normal(0, 0.35, 2) * radius, radius * rng.uniform(0.05, 0.2)
        if rng.random() < 0.5:
            _disc(draw, spot, reach, ground if rng.random() < 0.5 else colours[2])
        else:
            draw.line([tuple(spot), tuple(spot + rng.normal(0, 0.4, 2) * radius)], fill=ground, width=max(2, int(reach * 0.6)))


def _outlined(rng, draw, middle, radius, colours, ground) -> None:
    """A line drawing or a sticker: shapes with an outline of even width."""
    pen = max(2, int(radius * rng.uniform(0.02, 0.09)))
    for i in range(int(rng.integers(2, 8))):
        shape = any_outline(rng, middle + rng.normal(0, 0.35, 2) * radius, radius * rng.uniform(0.2, 0.6))
        draw.polygon(shape, fill=colours[rng.integers(4)] if rng.random() < 0.6 else ground)
        draw.line([*shape, *shape[:2]], fill=colours[-1], width=pen, joint='curve')


def _row(rng, draw, middle, radius, colours, ground) -> None:
    """A few small things in a row, in colours of their own."""
    count = int(rng.integers(3, 8))
    sort = [_silhouette, _petals, _letters, _rings][rng.integers(4)]
    step = 2 * radius / count
    for i in range(count):
        sort(rng, draw, middle + [(i - (count - 1) / 2) * step, 0], step * 0.4, [colours[i % 5], *colours], ground)


_SORTS = (_petals, _badge, _badge, _letters, _word, _bars, _rings, _silhouette, _outlined, _outlined, _row)
