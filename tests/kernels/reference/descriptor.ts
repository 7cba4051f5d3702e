import { SCALES } from './scale-space.ts';
import type { Extremum } from './extrema.ts';

/** The window is cut in 4 × 4 cells; each counts the directions of its gradients in 8 bins. Lowe's shape. */
const CELLS = 4;
const BINS = 8;
const VALUES = CELLS * CELLS * BINS;

/** 32-bit words of a descriptor. */
const WORDS = 8;

/** Side of a cell, in the extremum's own blur. Lowe's value. */
const CELL_SIGMA = 3;

/** Gradients are read at this many places along each side of the window. */
const SAMPLES = 16;

/** The upper quarter of the values gets a second bit. */
const UPPER_QUARTER = Math.floor(VALUES * 0.75);
const UPPER_HALF = Math.floor(VALUES * 0.5);

const TURN = 2 * Math.PI;

/** The place that is described. */
export type Described = Pick<Extremum, 'octave' | 'x' | 'y' | 'layer' | 'sigma'>;

/**
 * What a picture looks like around an extremum, seen along `direction`, as 256 bits: Lowe's histogram of
 * gradients, one bit for each value above the median and one for each in the upper quarter. Bit-wise thresholds
 * against the histogram's own order make it blind to contrast; W. Zhou et al., "Towards codebook-free: scalable
 * cascaded hashing for mobile image search", 2014, find such bits to rank as the real-valued histogram does.
 * @param out where the `WORDS` words go @param at the first one's place
 * @returns how much there is to describe: the sum of its gradients, of a brightness of 0–1
 */
export function describe(extremum: Described, direction: number, out: Int32Array, at: number): number {
  const histogram = histogramOf(extremum, direction);
  const sorted = histogram.toSorted();
  const [middle, upper] = [sorted[UPPER_HALF], sorted[UPPER_QUARTER]];
  for (let i = 0; i < VALUES; i++) {
    if (histogram[i] > middle) out[at + (i >> 5)] |= 1 << (i & 31);
    if (histogram[i] > upper) out[at + WORDS / 2 + (i >> 5)] |= 1 << (i & 31);
  }
  return histogram.reduce((sum, value) => sum + value, 0);
}

function histogramOf({ octave, x, y, layer, sigma }: Described, direction: number): Float32Array {
  const { width, height, blurred } = octave;
  const values = blurred[Math.min(SCALES + 1, Math.max(0, Math.round(layer)))];
  const histogram = new Float32Array(VALUES);
  const [cosine, sine] = [Math.cos(direction), Math.sin(direction)];
  const spacing = (CELL_SIGMA * sigma * CELLS) / SAMPLES;
  for (let j = 0; j < SAMPLES; j++) {
    // Across the direction that is looked along, in samples from the centre.
    const v = j - (SAMPLES - 1) / 2;
    for (let i = 0; i < SAMPLES; i++) {
      const u = i - (SAMPLES - 1) / 2;
      const px = Math.round(x + (u * cosine - v * sine) * spacing);
      const py = Math.round(y + (u * sine + v * cosine) * spacing);
      if (px < 1 || py < 1 || px >= width - 1 || py >= height - 1) continue;
      const place = py * width + px;
      const gx = values[place + 1] - values[place - 1];
      const gy = values[place + width] - values[place - width];
      const strength = Math.sqrt(gx * gx + gy * gy) * WINDOW[j * SAMPLES + i];
      if (strength === 0) continue;
      const bin = (((Math.atan2(gy, gx) - direction) / TURN + 2) % 1) * BINS;
      spread(histogram, (j + 0.5) / CELLS - 0.5, (i + 0.5) / CELLS - 0.5, bin, strength);
    }
  }
  return histogram;
}

/** A Gaussian as wide as half the window. */
const WINDOW = Float32Array.from({ length: SAMPLES * SAMPLES }, (_, k) => {
  const [i, j] = [(k % SAMPLES) - (SAMPLES - 1) / 2, Math.floor(k / SAMPLES) - (SAMPLES - 1) / 2];
  return Math.exp(-(i * i + j * j) / (2 * (SAMPLES / 2) ** 2));
});

/** Shares a gradient out among the two nearest cells each way and the two nearest bins. */
function spread(histogram: Float32Array, row: number, column: number, bin: number, strength: number): void {
  const [row0, column0, bin0] = [Math.floor(row), Math.floor(column), Math.floor(bin)];
  for (let r = row0; r <= row0 + 1; r++) {
    if (r < 0 || r >= CELLS) continue;
    const rowShare = strength * (1 - Math.abs(row - r));
    for (let c = column0; c <= column0 + 1; c++) {
      if (c < 0 || c >= CELLS) continue;
      const share = rowShare * (1 - Math.abs(column - c));
      const cell = (r * CELLS + c) * BINS;
      const upper = bin - bin0;
      histogram[cell + (bin0 % BINS)] += share * (1 - upper);
      histogram[cell + ((bin0 + 1) % BINS)] += share * upper;
    }
  }
}
