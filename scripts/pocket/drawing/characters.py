"""One character in ever new poses: what a hand draws again and again, each time another picture."""

import numpy as np
from PIL import Image, ImageDraw

from .colour import ink, palette
from .lettering import alphabet, some_words, write_line
from .marks import ground_colour, mark
from .strokes import SUPERSAMPLING, any_outline, canvas, finished

DARK = (22, 20, 26)


def characters(shared: np.random.Generator, own: np.random.Generator, side: int) -> np.ndarray:
    """A family: the character and its ground are `shared`'s, the pose, the face and what it holds are `own`'s."""
    size = side * SUPERSAMPLING
    colours = palette(shared, 6)
    if own.random() < 0.12:
        colours = palette(own, 6)
    ground = ground_colour(shared)
    pen = max(2, int(size * shared.uniform(0.004, 0.018))) if shared.random() < 0.85 else 0
    picture, draw = canvas(side, ground)
    build = {
        'wide': shared.uniform(0.16, 0.3),
        'tall': shared.uniform(0.24, 0.38),
        'round': shared.uniform(0.3, 1),
        'eye': shared.uniform(0.05, 0.11),
        'eyes': shared.uniform(0.07, 0.15),
        'brow': shared.uniform(-0.22, -0.1),
        'limb': shared.uniform(0.03, 0.07),
        'ears': int(shared.integers(4)),
        'belly': shared.random() < 0.6,
        'nose': int(shared.integers(3)),
        'tuft': shared.random() < 0.4,
    }
    layer = Image.new('RGB', (size, size), ink(ground))
    _figure(own, ImageDraw.Draw(layer), size, build, [ink(c) for c in colours], pen, ink(ground))
    # Leaning, nearer or farther, and now and then looking the other way.
    lean = own.normal(0, 6) if own.random() < 0.7 else own.uniform(-60, 60)
    layer = layer.rotate(lean, Image.Resampling.BILINEAR, fillcolor=ink(ground))
    if own.random() < 0.35:
        layer = layer.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    scale = own.uniform(0.9, 1.05) if own.random() < 0.6 else own.uniform(0.5, 0.9)
    reach = max(8, int(size * scale))
    layer = layer.resize((reach, reach))
    place = ((size - reach) / 2 + own.normal(0, 0.03, 2) * size).astype(int)
    picture.paste(layer, tuple(place.tolist()))
    if own.random() < 0.25:
        for _ in range(own.integers(1, 5)):
            mark(own, draw, own.uniform(0.05, 0.95, 2) * size, size * own.uniform(0.03, 0.08), palette(own, 7), ground)
    return finished(picture, side)


def _figure(rng, draw, size, build, colours, pen, ground) -> None:
    wide, tall = build['wide'] * size, build['tall'] * size
    middle = np.array([0.5, 0.54]) * size
    limb = build['limb'] * size
    for way in (-1, 1):
        hip = middle + [way * wide * 0.45, tall * 0.85]
        _limb(draw, hip, hip + np.array([way * rng.uniform(-0.02, 0.1), rng.uniform(0.06, 0.14)]) * size, limb, colours[2], pen)
    if build['ears']:
        for way in (-1, 1):
            ear = middle + [way * wide * 0.75, -tall * 0.88]
            reach = np.array([0.05, 0.05 if build['ears'] < 3 else 0.13]) * size
            if build['ears'] == 2:
                draw.polygon([tuple(ear - [reach[0], 0]), tuple(ear + [reach[0], 0]), tuple(ear - [0, reach[1] * 1.6])], fill=colours[0], outline=DARK, width=pen)
            else:
                draw.ellipse([*(ear - reach), *(ear + reach)], fill=colours[0], outline=DARK, width=pen)
    body = [*(middle - [wide, tall]), *(middle + [wide, tall])]
    draw.rounded_rectangle(body, min(wide, tall) * build['round'], fill=colours[0], outline=DARK, width=pen)
    if build['belly']:
        low = middle + [0, tall * 0.45]
        draw.ellipse([*(low - [wide * 0.65, tall * 0.45]), *(low + [wide * 0.65, tall * 0.45])], fill=colours[1])
    if build['tuft']:
        for turn in (-0.5, 0, 0.5):
            top = middle - [0, tall]
            draw.line([tuple(top), tuple(top + np.array([np.sin(turn), -np.cos(turn)]) * 0.06 * size)], fill=colours[0], width=pen + 2)
    if rng.random() < 0.3:
        _clothes(rng, draw, middle, wide, tall, pen)
    _face(rng, draw, size, build, middle - [0, tall * 0.35], colours, pen)
    if rng.random() < 0.45:
        _hat(rng, draw, middle - [0, tall * 0.95], wide, pen)
    hands = []
    for way in (-1, 1):
        shoulder = middle + [way * wide * 0.85, tall * 0.15]
        turn = rng.uniform(-1.3, 1.5)
        hand = shoulder + np.array([way * np.cos(turn) * rng.choice([1, 1, -0.6]), np.sin(turn)]) * rng.uniform(0.1, 0.2) * size
        _limb(draw, shoulder, hand, limb, colours[2], pen)
        hands.append(hand)
    if rng.random() < 0.45:
        _thing(rng, draw, hands[rng.integers(2)], size, pen, ground)


def _limb(draw, start, end, thick: float, colour, pen: int) -> None:
    for width, fill in ((thick + 2 * pen, DARK), (thick, colour)):
        draw.line([tuple(start), tuple(end)], fill=fill, width=max(1, int(width)))
        draw.ellipse([*(end - width / 2), *(end + width / 2)], fill=fill)


def _face(rng, draw, size, build, at, colours, pen) -> None:
    eye, apart = build['eye'] * size, build['eyes'] * size
    sort = rng.integers(6)
    look = rng.uniform(-0.45, 0.45, 2) * eye
    for way in (-1, 1):
        spot = at + [way * apart, 0]
        kind = sort if rng.random() < 0.9 else rng.integers(6)
        if kind == 4:
            draw.arc([*(spot - eye), *(spot + eye)], *((180, 360) if rng.random() < 0.7 else (0, 180)), fill=DARK, width=pen + 2)
            continue
        draw.ellipse([*(spot - eye), *(spot + eye)], fill=(250, 250, 250), outline=DARK, width=max(1, pen))
        if kind == 5:
            for turn in (0.8, 2.3):
                reach = np.array([np.cos(turn), np.sin(turn)]) * eye * 0.8
                draw.line([tuple(spot - reach), tuple(spot + reach)], fill=DARK, width=pen + 2)
            continue
        pupil = eye * rng.uniform(0.3, 0.6)
        draw.ellipse([*(spot + look - pupil), *(spot + look + pupil)], fill=DARK)
        if kind == 3:
            draw.chord([*(spot - eye), *(spot + eye)], 180, 360, fill=colours[0], outline=DARK, width=max(1, pen))
    if rng.random() < 0.3:
        for way in (-1, 1):
            brow, slope = at + [way * apart, -eye * 1.3], rng.normal(0, 0.5) * eye
            draw.line([tuple(brow - [eye, slope * way]), tuple(brow + [eye, slope * way])], fill=DARK, width=pen + 2)
    if build['nose']:
        nose = at + [0, eye * 1.2]
        reach = np.array([0.025, 0.018]) * size * build['nose']
        draw.ellipse([*(nose - reach), *(nose + reach)], fill=DARK if build['nose'] == 1 else colours[3])
    mouth = at + np.array([rng.normal(0, 0.02) * size, eye * rng.uniform(1.9, 2.5)])
    wide, high = rng.uniform(0.025, 0.1) * size, rng.uniform(0.015, 0.07) * size
    box = [*(mouth - [wide, high]), *(mouth + [wide, high])]
    kind = rng.integers(5)
    if kind == 0:
        draw.chord(box, 0, 180, fill=DARK)
    elif kind == 1:
        draw.ellipse(box, fill=DARK)
    elif kind == 2:
        draw.arc(box, *((0, 180) if rng.random() < 0.5 else (180, 360)), fill=DARK, width=pen + 2)
    elif kind == 3:
        draw.line([tuple(mouth - [wide, 0]), tuple(mouth + [wide, rng.normal(0, 0.5) * high])], fill=DARK, width=pen + 2)
    else:
        draw.chord(box, 180, 360, fill=DARK)
    if rng.random() < 0.5:
        tooth = 0.016 * size
        draw.rectangle([*(mouth - [tooth, 0]), *(mouth + [tooth, tooth * 1.6])], fill=(250, 250, 250), outline=DARK)


def _hat(rng, draw, at, wide: float, pen: int) -> None:
    colour, band = [ink(c) for c in palette(rng, 2)]
    kind = rng.integers(4)
    if kind == 0:
        draw.rectangle([*(at - [wide * 0.6, wide * 0.9]), *(at + [wide * 0.6, 0])], fill=colour, outline=DARK, width=pen)
        draw.rectangle([*(at - [wide, 0]), *(at + [wide, wide * 0.15])], fill=band, outline=DARK, width=pen)
    elif kind == 1:
        draw.polygon([tuple(at - [wide * 0.7, 0]), tuple(at + [wide * 0.7, 0]), tuple(at - [0, wide * 1.1])], fill=colour, outline=DARK, width=pen)
    elif kind == 2:
        draw.pieslice([*(at - [wide * 0.9, wide * 0.6]), *(at + [wide * 0.9, wide * 0.6])], 180, 360, fill=colour, outline=DARK, width=pen)
    else:
        draw.polygon(any_outline(rng, at - [0, wide * 0.3], wide * 0.5), fill=colour, outline=DARK, width=pen)


def _clothes(rng, draw, middle, wide: float, tall: float, pen: int) -> None:
    colour = ink(palette(rng, 1)[0])
    top = middle + [0, tall * rng.uniform(0, 0.45)]
    draw.rectangle([*(top - [wide * 0.96, 0]), *(top + [wide * 0.96, tall * rng.uniform(0.1, 0.45)])], fill=colour, outline=DARK, width=pen)


def _thing(rng, draw, hand, size: int, pen: int, ground) -> None:
    """A sign with letters, a balloon, a stick, or anything."""
    colour = ink(palette(rng, 1)[0])
    kind = rng.integers(4)
    if kind == 0:
        board = hand - np.array([0, 0.12]) * size
        draw.line([tuple(hand), tuple(board)], fill=DARK, width=pen + 4)
        half = np.array([rng.uniform(0.08, 0.14), rng.uniform(0.05, 0.09)]) * size
        draw.rectangle([*(board - half), *(board + half)], fill=colour, outline=DARK, width=pen)
        write_line(draw, alphabet(rng), some_words(rng, 1), tuple(board - half * 0.8), half[1] * 1.2, DARK, 0.14, 1e9)
    elif kind == 1:
        for _ in range(rng.integers(1, 4)):
            top = hand + np.array([rng.normal(0, 0.07), -rng.uniform(0.15, 0.3)]) * size
            draw.line([tuple(hand), tuple(top)], fill=DARK, width=max(1, pen // 2))
            draw.ellipse([*(top - 0.06 * size), *(top + 0.06 * size)], fill=ink(palette(rng, 1)[0]), outline=DARK, width=pen)
    elif kind == 2:
        reach = rng.normal(0, 0.16, 2) * size
        draw.line([tuple(hand - reach), tuple(hand + reach)], fill=colour, width=pen + 5)
    else:
        mark(rng, draw, hand, size * rng.uniform(0.06, 0.12), palette(rng, 7), np.asarray(ground) / 255)
