import { SOURCE_ROWS } from './vector-check.ts';
import type { VectorSource } from './vector-index.ts';

/** Largest byte that a value becomes. */
const LARGEST = 127;

/** Values farther from the mean than so many standard deviations are cut: one odd value is not to coarsen all others. */
const MAX_DEVIATIONS = 8;

/** The mean of the rows of a source: [dimensions]. Rows of one model lie in a narrow cone, far from the middle. */
export function meanOf(source: VectorSource, dimensions: number, rows: number): Float32Array {
  const sums = new Float64Array(dimensions);
  forEachBlock(source, rows, (values) => {
    for (let i = 0; i < values.length; i++) sums[i % dimensions] += values[i];
  });
  return Float32Array.from(sums, (sum) => sum / rows);
}

/** What a value's distance from the mean is to be multiplied by to fill a signed byte. */
export function scaleOf(source: VectorSource, mean: Float32Array, rows: number): number {
  const dimensions = mean.length;
  let squares = 0;
  let farthest = 0;
  forEachBlock(source, rows, (values) => {
    for (let i = 0; i < values.length; i++) {
      const distance = Math.abs(values[i] - mean[i % dimensions]);
      squares += distance * distance;
      if (distance > farthest) farthest = distance;
    }
  });
  const reach = Math.min(farthest, MAX_DEVIATIONS * Math.sqrt(squares / (rows * dimensions)));
  return reach > 0 ? LARGEST / reach : 1;
}

/** Whole rows of values as signed bytes around their mean. */
export function centredBytes(values: Float32Array, mean: Float32Array, scale: number): Int8Array {
  const bytes = new Int8Array(values.length);
  const dimensions = mean.length;
  for (let i = 0; i < values.length; i++) {
    const byte = Math.round((values[i] - mean[i % dimensions]) * scale);
    bytes[i] = Math.max(-LARGEST, Math.min(LARGEST, byte));
  }
  return bytes;
}

function forEachBlock(source: VectorSource, rows: number, visit: (values: Float32Array) => void): void {
  for (let first = 0; first < rows; first += SOURCE_ROWS) {
    visit(source.read(first, Math.min(SOURCE_ROWS, rows - first)));
  }
}
