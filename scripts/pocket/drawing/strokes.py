"""Marks of pen and brush on Pillow canvases, at twice the size so that shrinking smooths their edges."""

import numpy as np
from PIL import Image, ImageDraw

from .colour import ink, palette

SUPERSAMPLING = 2


def canvas(side: int, ground) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A canvas at twice `side`; `ground` is a colour of 0–1."""
    picture = Image.new('RGB', (side * SUPERSAMPLING,) * 2, ink(np.asarray(ground)))
    return picture, ImageDraw.Draw(picture)


def finished(picture: Image.Image, side: int) -> np.ndarray:
    """The canvas at its true size, as floats of 0–1."""
    return np.asarray(picture.resize((side, side), Image.Resampling.BOX), dtype=np.float32) / 255


def curve(rng: np.random.Generator, size: int, spread: float, points: int = 24) -> list[tuple[float, float]]:
    """A smooth random curve: a cubic Bézier about a random place."""
    middle = rng.uniform(0, size, 2)
    corners = middle + rng.normal(0, spread * size, (4, 2))
    t = np.linspace(0, 1, points)[:, None]
    path = (
        (1 - t) ** 3 * corners[0]
        + 3 * t * (1 - t) ** 2 * corners[1]
        + 3 * t**2 * (1 - t) * corners[2]
        + t**3 * corners[3]
    )
    return [tuple(point) for point in path]


def blob(rng: np.random.Generator, middle, radius: float, points: int = 28) -> list[tuple[float, float]]:
    """A closed, wobbling outline about `middle`."""
    angles = np.linspace(0, 2 * np.pi, points, endpoint=False)
    reach = np.ones(points)
    for harmonic in range(1, 5):
        reach += rng.normal(0, 0.25 / harmonic) * np.cos(harmonic * angles + rng.uniform(0, 6.3))
    reach = np.maximum(reach, 0.2) * radius
    squash = np.exp(rng.normal(0, 0.3))
    x, y = middle
    return [(x + r * squash * np.cos(a), y + r / squash * np.sin(a)) for a, r in zip(angles, reach)]


def polygon(rng: np.random.Generator, middle, radius: float) -> list[tuple[float, float]]:
    """A polygon of three to seven corners about `middle`."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 8)))
    x, y = middle
    return [(x + radius * np.cos(a) * rng.uniform(0.5, 1.2), y + radius * np.sin(a)) for a in angles]


def any_outline(rng: np.random.Generator, middle, radius: float) -> list[tuple[float, float]]:
    """A blob or a polygon."""
    return blob(rng, middle, radius) if rng.random() < 0.6 else polygon(rng, middle, radius)


def line_art(rng: np.random.Generator, side: int) -> np.ndarray:
    """Pen on paper: curves, outlines, hatching, hardly any tone."""
    size = side * SUPERSAMPLING
    paper = np.ones(3) * rng.uniform(0.85, 1) if rng.random() < 0.85 else palette(rng, 1)[0]
    pen = np.zeros(3) + rng.uniform(0, 0.25) if rng.random() < 0.8 else palette(rng, 1)[0]
    if rng.random() < 0.1:
        paper, pen = pen, paper
    picture, draw = canvas(side, paper)
    thickness = int(rng.integers(1, 6))
    for _ in range(rng.integers(2, 10)):
        outline = any_outline(rng, rng.uniform(0, size, 2), rng.uniform(0.05, 0.35) * size)
        fill = ink(paper) if rng.random() < 0.6 else None
        draw.polygon(outline, fill=fill)
        draw.line([*outline, outline[0]], fill=ink(pen), width=thickness)
    for _ in range(rng.integers(3, 25)):
        width = max(1, thickness + int(rng.integers(-2, 3)))
        draw.line(curve(rng, size, rng.uniform(0.03, 0.3)), fill=ink(pen), width=width)
    for _ in range(rng.integers(0, 4)):
        hatch(rng, draw, size, ink(pen))
    return finished(picture, side)


def hatch(rng: np.random.Generator, draw: ImageDraw.ImageDraw, size: int, colour) -> None:
    """A patch of parallel lines."""
    x, y = rng.uniform(0, size, 2)
    length, gap = rng.uniform(0.05, 0.3) * size, rng.uniform(3, 10)
    turn = rng.uniform(0, np.pi)
    along = np.array([np.cos(turn), np.sin(turn)]) * length
    for step in range(int(rng.integers(5, 30))):
        start = np.array([x - np.sin(turn) * gap * step, y + np.cos(turn) * gap * step])
        draw.line([tuple(start), tuple(start + along * rng.uniform(0.8, 1.2))], fill=colour, width=1)


def brush_painting(rng: np.random.Generator, side: int) -> np.ndarray:
    """Hundreds of strokes of a palette, large ones first."""
    size = side * SUPERSAMPLING
    colours = palette(rng, int(rng.integers(3, 9)))
    picture, draw = canvas(side, colours[0])
    count = int(rng.integers(20, 160))
    for step in range(count):
        wide = size * rng.uniform(0.01, 0.12) * (1.2 - step / count)
        colour = colours[rng.integers(len(colours))] + rng.normal(0, 0.06, 3)
        draw.line(curve(rng, size, rng.uniform(0.03, 0.2), 10), fill=ink(colour), width=max(1, int(wide)))
    return finished(picture, side)


def pseudo_text(rng: np.random.Generator, draw: ImageDraw.ImageDraw, box, height: float, colour) -> None:
    """Rows of made-up letters in `box` (left, top, right, bottom): no font, no language."""
    left, top, right, bottom = box
    width = max(1, int(height * rng.uniform(0.08, 0.22)))
    slant = rng.normal(0, 0.08)
    # A made-up alphabet for this text, so that letters come back as they do in a real one.
    alphabet = rng.uniform(0, 1, (12, 4, 2))
    y = top
    while y + height <= bottom:
        x = left
        while x < right - height * 0.6:
            if rng.random() < 0.17:
                x += height * 0.5
                continue
            letter = alphabet[rng.integers(12)] * np.array([height * 0.55, height]) + np.array([x, y])
            letter[:, 0] -= slant * (letter[:, 1] - y)
            draw.line([tuple(point) for point in letter], fill=colour, width=width)
            x += height * 0.75
        if rng.random() < 0.15:
            break
        y += height * 1.6
