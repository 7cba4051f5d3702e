"""Fields without objects: noise, waves, random networks, iterated functions."""

import numpy as np

from .colour import gradient_map, palette, stretched


def noise_field(rng: np.random.Generator, side: int, power: float) -> np.ndarray:
    """Noise whose amplitude falls as 1/frequency^power, in 0–1; 1.0–1.4 is what photographs have."""
    across = np.fft.fftfreq(side)[:, None]
    down = np.fft.rfftfreq(side)[None, :]
    frequency = np.hypot(across * rng.uniform(0.6, 1.6), down)
    frequency[0, 0] = 1 / side
    spectrum = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    return stretched(np.fft.irfft2(spectrum / frequency**power, s=(side, side)))


def coloured_noise(rng: np.random.Generator, side: int) -> np.ndarray:
    """Three related fields of 1/f noise: the statistics of photographs, with nothing in them."""
    power = rng.uniform(0.8, 1.8)
    fields = np.stack([noise_field(rng, side, power) for _ in range(3)], axis=-1)
    mix = rng.normal(0, 0.35, (3, 3)) + rng.uniform(0.2, 1) * np.ones((3, 3)) / 3
    return stretched(fields @ mix.T)


def mapped_noise(rng: np.random.Generator, side: int) -> np.ndarray:
    """Clouds, marble, contour maps: one field of noise in the colours of a palette."""
    field = noise_field(rng, side, rng.uniform(1, 2.2))
    if rng.random() < 0.5:
        field = 0.5 + 0.5 * np.sin(field * rng.uniform(6, 40))
    return gradient_map(rng, field)


def random_network(rng: np.random.Generator, side: int) -> np.ndarray:
    """A small random network from place to colour."""
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    zoom = rng.uniform(0.7, 4)
    layer = np.stack([x * zoom, y * zoom, np.hypot(x, y) * zoom, np.ones_like(x)], axis=-1)
    layer = layer.reshape(-1, 4)
    width = int(rng.integers(8, 20))
    for _ in range(rng.integers(2, 5)):
        weights = rng.normal(0, rng.uniform(0.8, 1.6), (layer.shape[1], width)) / np.sqrt(layer.shape[1]) * 2
        layer = np.sin(layer @ weights) if rng.random() < 0.3 else np.tanh(layer @ weights)
    colours = layer @ rng.normal(0, 1, (width, 3)) / np.sqrt(width)
    return (0.5 + 0.5 * np.sin(colours * rng.uniform(1, 4))).reshape(side, side, 3)


def iterated_functions(rng: np.random.Generator, side: int) -> np.ndarray:
    """The attractor of a few random contractions, as its density."""
    count = int(rng.integers(2, 6))
    maps = rng.uniform(-1, 1, (count, 2, 3)) * np.array([0.75, 0.75, 1.0])
    points = rng.uniform(-1, 1, (2500, 2))
    seen = []
    for step in range(22):
        chosen = maps[rng.integers(0, count, len(points))]
        points = np.einsum('nij,nj->ni', chosen[:, :, :2], points) + chosen[:, :, 2]
        if step > 5:
            seen.append(points)
    cloud = np.concatenate(seen)
    low, high = np.percentile(cloud, (2, 98), axis=0)
    places = ((cloud - low) / np.maximum(high - low, 1e-3) * (side - 1)).astype(int)
    places = places[((places >= 0) & (places < side)).all(axis=1)]
    density = np.bincount(places[:, 1] * side + places[:, 0], minlength=side * side)
    field = stretched(np.log1p(density.reshape(side, side).astype(float)))
    return gradient_map(rng, field)


def weave(rng: np.random.Generator, side: int) -> np.ndarray:
    """Stripes, checks, tiles, halftone dots: what repeats."""
    y, x = np.mgrid[0:side, 0:side] / side
    turn = rng.uniform(0, np.pi)
    u = x * np.cos(turn) + y * np.sin(turn)
    v = y * np.cos(turn) - x * np.sin(turn)
    often = rng.uniform(3, 24)
    waves = np.sin(2 * np.pi * often * u), np.sin(2 * np.pi * often * rng.uniform(0.4, 1.6) * v)
    field = [waves[0], waves[0] * waves[1], waves[0] + waves[1]][rng.integers(3)]
    if rng.random() < 0.5:
        field = np.sign(field - rng.uniform(-0.6, 0.6))
    first, second = palette(rng, 2)
    mask = stretched(field)[..., None]
    shade = noise_field(rng, side, 1.8)[..., None] * rng.uniform(0, 0.5)
    return first * mask + second * (1 - mask) + shade - shade.mean()


TEXTURES = (coloured_noise, mapped_noise, random_network, iterated_functions, weave)


def any_texture(rng: np.random.Generator, side: int) -> np.ndarray:
    """One of the textures, as [side, side, 3] floats, nominally 0–1."""
    return TEXTURES[rng.integers(len(TEXTURES))](rng, side)
