"""Palettes and the passage between float fields and 8-bit pictures."""

import colorsys

import numpy as np


def palette(rng: np.random.Generator, count: int) -> np.ndarray:
    """`count` colours as [count, 3] floats in 0–1: one of four ways in which people choose colours."""
    way = rng.integers(4)
    base = rng.random()
    if way == 0:  # anything
        return rng.random((count, 3))
    if way == 1:  # neighbours on the colour wheel
        hues = (base + rng.normal(0, 0.06, count)) % 1
    elif way == 2:  # two opposites
        hues = (base + 0.5 * rng.integers(0, 2, count) + rng.normal(0, 0.03, count)) % 1
    else:  # nearly grey
        hues = rng.random(count)
    most = 0.25 if way == 3 else 1.0
    saturations = rng.uniform(0, most, count)
    values = rng.uniform(0.1, 1, count)
    return np.array([colorsys.hsv_to_rgb(h, s, v) for h, s, v in zip(hues, saturations, values)])


def ink(colour: np.ndarray) -> tuple[int, int, int]:
    """A colour of 0–1 as the drawing library wants it."""
    red, green, blue = (np.clip(colour, 0, 1) * 255).astype(int)
    return int(red), int(green), int(blue)


def to_bytes(picture: np.ndarray) -> np.ndarray:
    """[side, side, 3] floats, nominally 0–1, as 8-bit values."""
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def stretched(field: np.ndarray) -> np.ndarray:
    """A field brought to 0–1, its outermost percent cut."""
    low, high = np.percentile(field, (1, 99))
    return np.clip((field - low) / max(high - low, 1e-6), 0, 1)


def gradient_map(rng: np.random.Generator, field: np.ndarray) -> np.ndarray:
    """Colours a field of 0–1 by a palette of a few stops, as [side, side, 3]."""
    stops = palette(rng, int(rng.integers(2, 6)))
    places = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(field, places, stops[:, channel]) for channel in range(3)], axis=-1)
