"""Cards, pages and charts: one layout, ever other content."""

import numpy as np
from PIL import Image, ImageDraw

from .colour import ink, palette, to_bytes
from .lettering import alphabet, some_words, write_block, write_line
from .marks import ground_colour, mark
from .scenes import flat_illustration, landscape
from .strokes import SUPERSAMPLING, canvas, finished
from .textures import any_texture


def _pen_for(ground: np.ndarray, rng: np.random.Generator) -> tuple[int, int, int]:
    """A colour that can be read on `ground`."""
    tone = rng.uniform(0, 0.25) if ground.mean() > 0.5 else rng.uniform(0.8, 1)
    return ink(np.clip(tone + rng.normal(0, 0.06, 3), 0, 1))


def cards(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """Quotations on one card: frame, sign and signature stay, the words change."""
    size = side * SUPERSAMPLING
    ground = ground_colour(shared) if shared.random() < 0.8 else palette(shared, 1)[0]
    pen, accent = _pen_for(ground, shared), ink(palette(shared, 1)[0])
    letters, heavy = alphabet(shared), alphabet(shared)
    picture, draw = canvas(side, ground)
    if shared.random() < 0.25:
        behind = [any_texture, flat_illustration, landscape][shared.integers(3)]
        veil = np.asarray(ground) * 0.65 + 0.35 * np.clip(behind(shared, side // 2), 0, 1)
        picture.paste(Image.fromarray(to_bytes(veil)).resize((size, size)))
    edge = size * shared.uniform(0.02, 0.08)
    if shared.random() < 0.6:
        draw.rectangle((edge, edge, size - edge, size - edge), outline=accent, width=int(shared.integers(2, 9)))
    left = edge + size * shared.uniform(0.04, 0.12)
    top = edge + size * shared.uniform(0.08, 0.25)
    height = size * shared.uniform(0.025, 0.075)
    if shared.random() < 0.6:
        write_line(draw, heavy, [[3, 3]], (left, top - height * 1.2), height * shared.uniform(1, 2.4), accent, 0.2, size)
        top += height * 2
    bottom = size * shared.uniform(0.55, 0.85)
    if own.random() < 0.5:
        bottom = top + (bottom - top) * own.uniform(0.3, 1)
    write_block(own, draw, letters, (left, top, size - left, bottom), height, pen, shared.uniform(0.08, 0.16))
    if shared.random() < 0.7:
        write_line(draw, heavy, some_words(own, 2), (left, size - edge - height * 2.2), height * 0.9, accent, 0.15, size)
    if shared.random() < 0.6:
        mark(shared, draw, (size - edge - height * 2, size - edge - height * 2), height * 1.5, palette(shared, 7), ground)
    return finished(picture, side)


def pages(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """Pages of one site, or screens of one program: bars, boxes and buttons stay, the writing and pictures change."""
    size = side * SUPERSAMPLING
    dark = shared.random() < 0.3
    ground = np.ones(3) * (shared.uniform(0.03, 0.15) if dark else shared.uniform(0.93, 1))
    pen, accent, bar = _pen_for(ground, shared), ink(palette(shared, 1)[0]), palette(shared, 1)[0]
    letters = alphabet(shared)
    picture, draw = canvas(side, ground)
    top = size * shared.uniform(0, 0.14)
    draw.rectangle((0, 0, size, top), fill=ink(bar))
    if top > size * 0.05:
        write_line(draw, letters, some_words(shared, 3), (size * 0.04, top * 0.3), top * 0.35, _pen_for(bar, shared), 0.16, size * 0.4)
        write_line(draw, letters, some_words(shared, 5), (size * 0.5, top * 0.4), top * 0.22, _pen_for(bar, shared), 0.12, size)
    columns = int(shared.integers(1, 4))
    aside = shared.random() < 0.6
    right = size * (shared.uniform(0.6, 0.8) if aside else 0.95)
    height = size * shared.uniform(0.012, 0.028)
    y = top + size * shared.uniform(0.03, 0.08)
    heading = height * shared.uniform(1.4, 2.6)
    y = write_block(own, draw, letters, (size * 0.05, y, right, y + heading * 4), heading, pen, 0.17, int(own.integers(1, 3))) + heading * 0.3
    if shared.random() < 0.35:
        tall = size * shared.uniform(0.12, 0.3)
        _picture(own, picture, (size * 0.05, y, right, y + tall))
        y += tall + height
    wide = (right - size * 0.05) / columns
    for column in range(columns):
        left = size * 0.05 + wide * column
        below = y
        foot = size * 0.96 if own.random() < 0.5 else y + (size * 0.96 - y) * own.uniform(0.3, 1)
        while below < foot - height:
            below = write_block(own, draw, letters, (left, below, left + wide * 0.93, foot), height, pen, 0.12, int(own.integers(2, 12))) + height
    if aside:
        box = (right + size * 0.03, top + size * shared.uniform(0.03, 0.1), size * 0.97, size * shared.uniform(0.3, 0.6))
        draw.rectangle(box, fill=ink(np.clip(ground + (0.1 if dark else -0.08), 0, 1)))
        write_line(draw, letters, some_words(shared, 2), (box[0] + height, box[1] + height), height * 1.2, pen, 0.15, box[2])
        draw.rectangle((box[0] + height, box[3] - height * 4, box[2] - height, box[3] - height), fill=accent)
        if own.random() < 0.4:
            _picture(own, picture, (box[0], box[3] + height, box[2], min(size * 0.97, box[3] + size * 0.25)))
    return finished(picture, side)


def _picture(rng: np.random.Generator, page: Image.Image, box) -> None:
    """A picture in a box of a page."""
    left, top, right, bottom = (int(b) for b in box)
    if right - left < 8 or bottom - top < 8:
        return
    kind = [any_texture, flat_illustration, landscape][rng.integers(3)]
    page.paste(Image.fromarray(to_bytes(kind(rng, 64))).resize((right - left, bottom - top)), (left, top))


def charts(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """Charts of one style, each of other numbers: lines, bars, points or a disc in pieces."""
    size = side * SUPERSAMPLING
    ground = np.ones(3) if shared.random() < 0.7 else ground_colour(shared)
    pen = _pen_for(ground, shared)
    letters = alphabet(shared)
    picture, draw = canvas(side, ground)
    left, top, right, bottom = np.array([shared.uniform(0.06, 0.16), shared.uniform(0.08, 0.18), shared.uniform(0.84, 0.97), shared.uniform(0.8, 0.93)]) * size
    small = size * shared.uniform(0.015, 0.03)
    colours = [ink(c) for c in palette(shared, 6)]
    write_line(draw, letters, some_words(own, 3), (size * 0.35, top - small * 2.6), small * 1.4, pen, 0.13, right)
    series, style = int(shared.integers(1, 5)), int(shared.integers(5))
    if style == 4:
        _pie(own, draw, (left + right) / 2, (top + bottom) / 2, (bottom - top) * 0.45, colours)
        return finished(picture, side)
    if shared.random() < 0.7:
        faint = ink(ground * 0.85 + 0.15 * (1 - ground))
        for t in np.linspace(0, 1, int(own.integers(4, 9))):
            draw.line((left, top + (bottom - top) * t, right, top + (bottom - top) * t), fill=faint, width=2)
            write_line(draw, letters, [own.integers(0, 26, 2).tolist()], (left - small * 2.4, top + (bottom - top) * t - small / 2), small, pen, 0.1, left)
        if shared.random() < 0.7:
            for t in np.linspace(0, 1, int(shared.integers(4, 9))):
                draw.line((left + (right - left) * t, top, left + (right - left) * t, bottom), fill=faint, width=2)
    if shared.random() < 0.7:
        draw.rectangle((left, top, right, bottom), outline=pen, width=2)
    count = int(shared.integers(20, 90)) if style < 2 else int(shared.integers(4, 14))
    pen_width = int(shared.integers(2, 6))
    for number in range(series):
        if style < 2:
            values = np.cumsum(own.normal(0, 1, count)) + own.normal(0, 3)
            values = values if style == 0 else np.convolve(values, np.ones(7) / 7, 'same')
        else:
            values = own.uniform(-10, 10, count)
        xs = np.linspace(left, right, count + 2)[1:-1]
        ys = bottom - (bottom - top) * np.clip(0.5 + values / 24, 0.03, 0.97)
        if style == 2:
            wide = (right - left) / count / series * 0.75
            for x, y in zip(xs, ys):
                at = x + (number - series / 2) * wide
                draw.rectangle((at, y, at + wide * 0.95, bottom), fill=colours[number])
        elif style == 3:
            xs = own.uniform(left, right, count * 3)
            for x, y in zip(xs, own.permutation(np.tile(ys, 3)) + own.normal(0, 0.05 * size, count * 3)):
                draw.ellipse((x - small / 2, y - small / 2, x + small / 2, y + small / 2), fill=colours[number])
        else:
            draw.line(list(zip(xs, ys)), fill=colours[number], width=pen_width)
    corner = (left + small, top + small) if own.random() < 0.6 else (right - small * 8, top + small)
    for number in range(series):
        y = corner[1] + number * small * 1.5
        draw.line((corner[0], y + small / 2, corner[0] + small * 2, y + small / 2), fill=colours[number], width=4)
        write_line(draw, letters, some_words(shared, 1), (corner[0] + small * 2.5, y), small, pen, 0.1, right)
    return finished(picture, side)


def _pie(rng: np.random.Generator, draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, colours) -> None:
    ends = np.cumsum(rng.dirichlet(np.ones(int(rng.integers(3, 8))) * 2)) * 360
    start = 0.0
    for number, end in enumerate(ends):
        draw.pieslice((x - radius, y - radius, x + radius, y + radius), start, end, fill=colours[number % len(colours)])
        start = end
