import type { Grey } from '../../../src/fingerprint/grey.ts';

/** Blurred copies of one size of a picture, each stronger than the one before, and their differences. */
export interface Octave {
  width: number;
  height: number;
  /** Pixels of the finest size that one pixel here stands for: 1, 2, 4 … */
  step: number;
  /** `SCALES` + 3 pictures; the blur of the i-th is `FIRST_BLUR` × 2^(i / `SCALES`) of this octave's pixels. */
  blurred: Float32Array[];
  /** `blurred[i + 1] - blurred[i]`. */
  differences: Float32Array[];
}

/** Sizes looked at between one octave and the next: Lowe found three to be the most that is worth its time. */
export const SCALES = 3;

/** Blur of an octave's first picture, in its pixels. */
export const FIRST_BLUR = 1.3;

/** What a camera or a resize has blurred by already, in pixels. */
const GIVEN_BLUR = 0.5;

/** An octave must leave this many pixels on its shorter side. */
const MIN_SIDE = 12;

/** Gaussians are cut off here, in standard deviations. */
const REACH = 2.5;

/**
 * The octaves of a picture, finest first, as in D. Lowe, "Distinctive image features from scale-invariant
 * keypoints", 2004, section 3; brightness is scaled to 0–1. @param most how many octaves are wanted at most
 */
export function scaleSpace(grey: Grey, most = Number.POSITIVE_INFINITY): Octave[] {
  const octaves: Octave[] = [];
  let { width, height } = grey;
  const finest = new Float32Array(grey.data.length);
  for (let i = 0; i < finest.length; i++) finest[i] = grey.data[i] / 255;
  let first = blur(finest, width, height, Math.sqrt(FIRST_BLUR ** 2 - GIVEN_BLUR ** 2));
  for (let step = 1; Math.min(width, height) >= MIN_SIDE && octaves.length < most; step *= 2) {
    const octave = octaveOf(first, width, height, step);
    octaves.push(octave);
    // The picture with twice the first one's blur becomes the next octave's first.
    first = everySecond(octave.blurred[SCALES], width, height);
    width >>= 1;
    height >>= 1;
  }
  return octaves;
}

function octaveOf(first: Float32Array, width: number, height: number, step: number): Octave {
  const blurred = [first];
  for (let i = 1; i < SCALES + 3; i++) {
    const before = FIRST_BLUR * 2 ** ((i - 1) / SCALES);
    const added = before * Math.sqrt(2 ** (2 / SCALES) - 1);
    blurred.push(blur(blurred[i - 1], width, height, added));
  }
  const differences = blurred.slice(1).map((next, i) => difference(next, blurred[i]));
  return { width, height, step, blurred, differences };
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) result[i] = a[i] - b[i];
  return result;
}

function everySecond(source: Float32Array, width: number, height: number): Float32Array {
  const [halfWidth, halfHeight] = [width >> 1, height >> 1];
  const result = new Float32Array(halfWidth * halfHeight);
  for (let y = 0; y < halfHeight; y++) {
    for (let x = 0; x < halfWidth; x++) result[y * halfWidth + x] = source[2 * y * width + 2 * x];
  }
  return result;
}

/** Rows blurred along, of the picture under way: memory of this thread's own, since a blur is done in one go. */
let scratch = new Float32Array(0);

/** Gaussian blur by two passes; beyond its border a picture goes on as its outermost pixel. */
function blur(source: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const weights = gaussian(sigma);
  if (scratch.length < source.length) scratch = new Float32Array(source.length);
  const across = scratch;
  const padded = new Float32Array(width + 2 * (weights.length - 1));
  const radius = weights.length - 1;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    padded.fill(source[row], 0, radius);
    padded.set(source.subarray(row, row + width), radius);
    padded.fill(source[row + width - 1], radius + width);
    // Weight by weight, so that the inner loop runs along memory: half the time of pixel by pixel.
    for (let x = 0; x < width; x++) across[row + x] = weights[0] * padded[x + radius];
    for (let k = 1; k <= radius; k++) {
      const weight = weights[k];
      const [before, after] = [radius - k, radius + k];
      for (let x = 0; x < width; x++) across[row + x] += weight * (padded[x + before] + padded[x + after]);
    }
  }
  const result = new Float32Array(source.length);
  for (let y = 0; y < height; y++) {
    const to = y * width;
    for (let x = 0; x < width; x++) result[to + x] = weights[0] * across[to + x];
    for (let k = 1; k <= radius; k++) {
      const above = Math.max(0, y - k) * width;
      const below = Math.min(height - 1, y + k) * width;
      const weight = weights[k];
      for (let x = 0; x < width; x++) result[to + x] += weight * (across[above + x] + across[below + x]);
    }
  }
  return result;
}

/** Half of a Gaussian, its centre first; the whole sums to 1. */
function gaussian(sigma: number): Float32Array {
  const radius = Math.ceil(REACH * sigma);
  const weights = Float32Array.from({ length: radius + 1 }, (_, x) =>
    Math.exp(-(x * x) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((total, weight) => total + 2 * weight, -weights[0]);
  return weights.map((weight) => weight / sum);
}
