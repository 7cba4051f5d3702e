import type { RgbPicture } from '../../src/core/picture.ts';

/** Numbers in [0, 1) that only the seed decides (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every byte drawn alone. */
export function noise(seed: number, width: number, height: number): RgbPicture {
  const next = randomNumbers(seed);
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => next() * 256) };
}

/**
 * Soft-edged discs of random colours: shapes on many scales, as in a painting, at any resolution. The largest have
 * a radius of `largest` longer sides.
 */
export function scene(seed: number, width: number, height: number, discs = 40, largest = 0.2): RgbPicture {
  const next = randomNumbers(seed);
  const data = new Uint8Array(width * height * 3).fill(128);
  for (let disc = 0; disc < discs; disc++) {
    const [x, y, radius] = [
      next() * width,
      next() * height,
      (0.15 + 0.85 * next()) * largest * Math.max(width, height),
    ];
    const colour = [next() * 256, next() * 256, next() * 256];
    const box = (centre: number, end: number) =>
      [Math.max(0, Math.floor(centre - radius)), Math.min(end, Math.ceil(centre + radius))] as const;
    const [[left, right], [top, bottom]] = [box(x, width), box(y, height)];
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const depth = 1 - Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius;
        const cover = Math.max(0, Math.min(1, depth * 8));
        const at = (row * width + column) * 3;
        for (let c = 0; c < 3; c++) data[at + c] += (colour[c] - data[at + c]) * cover;
      }
    }
  }
  return { width, height, data };
}

/** Crossing waves, quick to paint at any size. */
export function waves(width: number, height: number): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0, y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      data[at] = 128 + 120 * Math.sin(x / 40 + y / 90);
      data[at + 1] = 128 + 120 * Math.sin((x * y) / 20_000);
      data[at + 2] = (x + 2 * y) & 255;
    }
  }
  return { width, height, data };
}

export function plain(width: number, height: number, colour: readonly [number, number, number]): RgbPicture {
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]) };
}

/** Mean absolute difference of two pictures of one size, 0–255. */
export function meanDifference(a: RgbPicture, b: RgbPicture): number {
  if (a.width !== b.width || a.height !== b.height) throw new Error('The sizes differ.');
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs(a.data[i] - b.data[i]);
  return sum / a.data.length;
}

export function crop(
  picture: RgbPicture,
  left: number,
  top: number,
  width: number,
  height: number,
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}
