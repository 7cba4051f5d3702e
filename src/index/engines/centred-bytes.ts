import { fromHalves } from '../../core/half-float.ts';

/** Largest byte that a value becomes. */
const LARGEST = 127;

/** Values farther from the mean than so many standard deviations are cut: one odd value is not to coarsen all others. */
const MAX_DEVIATIONS = 8;

const BLOCK_ROWS = 1024;

/** The mean of rows of 16-bit floats: [dimensions]. Rows of one model lie in a narrow cone, far from the middle. */
export function meanOf(halves: Uint16Array, dimensions: number, rows: number): Float32Array {
  const sums = new Float64Array(dimensions);
  forEachBlock(halves, dimensions, (values) => {
    for (let i = 0; i < values.length; i++) sums[i % dimensions] += values[i];
  });
  return Float32Array.from(sums, (sum) => sum / rows);
}

/** What a value's distance from the mean is to be multiplied by to fill a signed byte. */
export function scaleOf(halves: Uint16Array, mean: Float32Array): number {
  const dimensions = mean.length;
  let squares = 0;
  let farthest = 0;
  forEachBlock(halves, dimensions, (values) => {
    for (let i = 0; i < values.length; i++) {
      const distance = Math.abs(values[i] - mean[i % dimensions]);
      squares += distance * distance;
      if (distance > farthest) farthest = distance;
    }
  });
  const reach = Math.min(farthest, MAX_DEVIATIONS * Math.sqrt(squares / halves.length));
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

function forEachBlock(halves: Uint16Array, dimensions: number, visit: (values: Float32Array) => void): void {
  const step = BLOCK_ROWS * dimensions;
  for (let at = 0; at < halves.length; at += step) visit(fromHalves(halves.subarray(at, at + step)));
}
