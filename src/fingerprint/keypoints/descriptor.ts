import { kernels } from '../kernels/load.ts';
import { SCALES } from './scale-space.ts';
import type { Extremum } from './extrema.ts';

/** The window is cut in 4 × 4 cells; each counts the directions of its gradients in 8 bins. Lowe's shape. */
const CELLS = 4;
const BINS = 8;
const VALUES = CELLS * CELLS * BINS;

/** 32-bit words of a descriptor. */
export const WORDS = 8;

/** Side of a cell, in the extremum's own blur. Lowe's value. */
const CELL_SIGMA = 3;

/** Gradients are read at this many places along each side of the window. */
const SAMPLES = 16;

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
export function describe(
  { octave, x, y, layer, sigma }: Described,
  direction: number,
  out: Int32Array,
  at: number,
): number {
  const { run, words } = kernels();
  const values = octave.layer(Math.min(SCALES + 1, Math.max(0, Math.round(layer))));
  const seenAlong = [direction, Math.cos(direction), Math.sin(direction)] as const;
  const spacing = (CELL_SIGMA * sigma * CELLS) / SAMPLES;
  const gradients = run.describe(values, octave.width, octave.height, x, y, ...seenAlong, spacing);
  out.set(words(run.DESCRIPTOR.value, WORDS), at);
  return gradients;
}

/**
 * The descriptor of the same place in the mirrored picture: cells swap left and right of the direction that is
 * looked along, and so do the directions within them.
 */
export function mirrorDescriptor(words: Int32Array, at: number, out: Int32Array, to: number): void {
  for (let half = 0; half < WORDS; half += WORDS / 2) {
    for (let i = 0; i < VALUES; i++) {
      if ((words[at + half + (i >> 5)] >>> (i & 31)) & 1) {
        const mirrored = MIRRORED[i];
        out[to + half + (mirrored >> 5)] |= 1 << (mirrored & 31);
      }
    }
  }
}

/** Where each value of the histogram is found in the mirrored picture's. */
const MIRRORED = Uint8Array.from({ length: VALUES }, (_, i) => {
  const [row, column, bin] = [Math.floor(i / BINS / CELLS), Math.floor(i / BINS) % CELLS, i % BINS];
  return ((CELLS - 1 - row) * CELLS + column) * BINS + ((BINS - bin) % BINS);
});
