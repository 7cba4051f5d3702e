// Pillow's bicubic resize in TypeScript: what `kernels/resize.ts` is compared with, bit for bit.
import type { RgbPicture } from '../../../src/core/picture.ts';
import type { Window } from '../../../src/fingerprint/resize.ts';

/** Half-width of the bicubic kernel, in output pixels. */
const KERNEL_RADIUS = 2;

/** Weights are fixed-point with this many binary places: 32 bits, less 8 for the pixel, less 2 for overshoot. */
const PRECISION_BITS = 32 - 8 - 2;

export function resizeBicubic(
  picture: RgbPicture,
  width: number,
  height: number,
  window: Window = { left: 0, top: 0, width, height },
): RgbPicture {
  const columns = kernels(picture.width, width, window.left, window.width);
  const rows = kernels(picture.height, height, window.top, window.height);
  const firstRow = rows.starts[0];
  const last = window.height - 1;
  const neededRows = rows.starts[last] + rows.counts[last] - firstRow;
  const narrowed = resampleColumns(picture, columns, firstRow, neededRows);
  const data = resampleRows(narrowed, window.width, rows);
  return { width: window.width, height: window.height, data };
}

/** For each output pixel of one axis: where its source pixels start, how many there are, and their weights. */
interface Kernels {
  starts: Int32Array;
  counts: Int32Array;
  /** `stride` for each output pixel, fixed-point. */
  weights: Int32Array;
  stride: number;
}

function tapsPerPixel(from: number, to: number): number {
  return Math.ceil(KERNEL_RADIUS * Math.max(1, from / to)) * 2 + 1;
}

function kernels(from: number, to: number, first: number, count: number): Kernels {
  const stride = tapsPerPixel(from, to);
  const starts = new Int32Array(count);
  const counts = new Int32Array(count);
  const weights = new Int32Array(count * stride);
  const scale = from / to;
  const widening = Math.max(1, scale);
  const radius = KERNEL_RADIUS * widening;
  const exact = new Float64Array(stride);
  for (let i = 0; i < count; i++) {
    const centre = (first + i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - radius + 0.5));
    const taps = Math.min(from, Math.trunc(centre + radius + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      exact[tap] = bicubic((tap + start - centre + 0.5) * (1 / widening));
      sum += exact[tap];
    }
    for (let tap = 0; tap < taps; tap++) weights[i * stride + tap] = toFixedPoint(exact[tap] / sum);
    starts[i] = start;
    counts[i] = taps;
  }
  return { starts, counts, weights, stride };
}

/** Keys' cubic convolution kernel with a = -1/2 (1981), in Pillow's order of operations. */
function bicubic(signed: number): number {
  const a = -0.5;
  const x = Math.abs(signed);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function toFixedPoint(weight: number): number {
  return Math.trunc(weight * (1 << PRECISION_BITS) + (weight < 0 ? -0.5 : 0.5));
}

function toByte(fixedPoint: number): number {
  const value = fixedPoint >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Half of the last place, so that dropping the binary places rounds. */
const ROUNDING = 1 << (PRECISION_BITS - 1);

function resampleColumns(picture: RgbPicture, kernel: Kernels, firstRow: number, rows: number): Uint8Array {
  const { data, width } = picture;
  const { starts, counts, weights, stride } = kernel;
  const out = new Uint8Array(starts.length * rows * 3);
  let to = 0;
  for (let y = firstRow; y < firstRow + rows; y++) {
    for (let i = 0; i < starts.length; i++) {
      let red = ROUNDING;
      let green = ROUNDING;
      let blue = ROUNDING;
      let from = (y * width + starts[i]) * 3;
      const end = i * stride + counts[i];
      for (let tap = i * stride; tap < end; tap++, from += 3) {
        const weight = weights[tap];
        red += Math.imul(data[from], weight);
        green += Math.imul(data[from + 1], weight);
        blue += Math.imul(data[from + 2], weight);
      }
      out[to++] = toByte(red);
      out[to++] = toByte(green);
      out[to++] = toByte(blue);
    }
  }
  return out;
}

/** `data` holds rows of `width` pixels, from the first kernel's start on. */
function resampleRows(data: Uint8Array, width: number, kernel: Kernels): Uint8Array {
  const { starts, counts, weights, stride } = kernel;
  const rowLength = width * 3;
  const out = new Uint8Array(rowLength * starts.length);
  // Row by row rather than pixel by pixel: the source is then read in the order it lies in memory.
  const sums = new Int32Array(rowLength);
  for (let i = 0; i < starts.length; i++) {
    sums.fill(ROUNDING);
    for (let tap = 0; tap < counts[i]; tap++) {
      const weight = weights[i * stride + tap];
      let from = (starts[i] - starts[0] + tap) * rowLength;
      for (let x = 0; x < rowLength; x++) sums[x] += Math.imul(data[from++], weight);
    }
    for (let x = 0; x < rowLength; x++) out[i * rowLength + x] = toByte(sums[x]);
  }
  return out;
}
