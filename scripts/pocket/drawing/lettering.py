"""Made-up writing: alphabets of pen strokes, words and lines of them. No font, no language."""

import numpy as np
from PIL import ImageDraw

LETTERS = 26
_TURN = np.linspace(0, 2 * np.pi, 9)


def alphabet(rng: np.random.Generator) -> list[list[np.ndarray]]:
    """
    26 letters, each of one to three strokes of [points, 2]: x in 0–0.6, y from 0 (the top of a tall letter) by 0.35
    (of a low one) to 1 (the line it stands on), and below for a few. Made of stems, bowls, bars and diagonals.
    """
    wide = rng.uniform(0.38, 0.6)
    return [_letter(rng, wide) for _ in range(LETTERS)]


def _letter(rng: np.random.Generator, wide: float) -> list[np.ndarray]:
    top = 0.35 if rng.random() < 0.65 else 0.0
    foot = 1.3 if rng.random() < 0.12 else 1.0
    strokes = []
    for _ in range(rng.integers(1, 4)):
        kind = rng.integers(4)
        if kind == 0:
            x = rng.choice([0.0, wide / 2, wide])
            strokes.append(np.array([[x, top], [x, foot]]))
        elif kind == 1:
            start, span = rng.integers(0, 4) * np.pi / 2, rng.choice([np.pi, 2 * np.pi])
            angles = start + _TURN * span / (2 * np.pi)
            strokes.append(np.stack([wide / 2 * (1 + np.cos(angles)), 0.675 + 0.325 * np.sin(angles)], axis=1))
        elif kind == 2:
            y = rng.choice([0.35, 0.65, 1.0])
            strokes.append(np.array([[0, y], [wide, y]]))
        else:
            ends = rng.permutation([0.0, wide])
            strokes.append(np.array([[ends[0], top], [ends[1], 1.0]]))
    return strokes


def some_words(rng: np.random.Generator, count: int) -> list[list[int]]:
    """Words as the numbers of their letters; some letters are commoner than others, as in every language."""
    lengths = np.minimum(1 + rng.geometric(0.25, count), 12)
    return [(LETTERS * rng.random(n) ** 1.7).astype(int).tolist() for n in lengths]


def write_line(draw: ImageDraw.ImageDraw, letters, words, place, height: float, colour, weight: float, right: float) -> int:
    """
    Writes words from `place` (x, y of the top) until `right`; how many fitted, at least one where there is one.
    `weight` is the pen's width as a share of the height.
    """
    x, y = place
    pen = max(1, round(height * weight))
    step = height * (0.72 if weight < 0.14 else 0.8)
    for number, word in enumerate(words):
        if number and x + step * len(word) > right:
            return number
        for letter in word:
            for stroke in letters[letter]:
                draw.line([(x + height * a, y + height * b) for a, b in stroke], fill=colour, width=pen)
            x += step
        x += height * 0.45
    return len(words)


def write_block(rng: np.random.Generator, draw: ImageDraw.ImageDraw, letters, box, height: float, colour, weight=0.1, most=99) -> float:
    """Lines of new words in `box` (left, top, right, bottom), at most `most`, ragged; the y below the last line."""
    left, top, right, bottom = box
    y = top
    for line in range(most):
        if y + height > bottom:
            break
        words = some_words(rng, max(1, int((right - left) / height)))
        end = right if line < most - 1 else left + (right - left) * rng.uniform(0.2, 1)
        write_line(draw, letters, words, (left, y), height, colour, weight, end)
        y += height * 1.65
    return y
