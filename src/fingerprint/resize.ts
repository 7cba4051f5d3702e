import type { RgbPicture } from '../core/picture.ts';
import { kernels } from './kernels/load.ts';

/** A rectangle of a picture, in its pixels. */
export interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Half-width of the bicubic kernel, in output pixels. */
const KERNEL_RADIUS = 2;

/** Weights are fixed-point with this many binary places: 32 bits, less 8 for the pixel, less 2 for overshoot. */
const PRECISION_BITS = 32 - 8 - 2;

/**
 * Bicubic resize with antialiasing, bit for bit what Pillow's `Image.resize((width, height), BICUBIC)` gives on
 * an RGB picture: the kernel is widened when shrinking, weights are normalised and rounded to 22 binary places,
 * and the columns' pass is rounded and clipped to 8 bits before the rows' pass. A side that keeps its length is
 * left as it is: at scale 1 the kernel is 1 at its centre and 0 elsewhere. Pillow's arithmetic is written out
 * here because published embeddings were made with it; no other resizer agrees with it, least of all when
 * enlarging.
 * @param width pixels, 1 or more @param height likewise
 * @param window the part of the result that is wanted; only that is computed. The whole by default.
 */
export function resizeBicubic(
  picture: RgbPicture,
  width: number,
  height: number,
  window: Window = { left: 0, top: 0, width, height },
): RgbPicture {
  const columns = spansOf(picture.width, width, window.left, window.width);
  const rows = spansOf(picture.height, height, window.top, window.height);
  const firstRow = rows.starts[0];
  const last = window.height - 1;
  const neededRows = rows.starts[last] + rows.counts[last] - firstRow;
  const data = resampled(picture, columns, rows, firstRow, neededRows);
  return { width: window.width, height: window.height, data };
}

/** A row of a picture that is resized here may have so many pixels: each takes 35 bytes of the kernels' memory. */
const MAX_WIDTH = 100_000;

/** About how many multiplications a channel `resizeBicubic` needs for the same arguments: its time and memory. */
export function resizeCost(picture: RgbPicture, width: number, height: number, window: Window): number {
  if (picture.width > MAX_WIDTH) return Number.POSITIVE_INFINITY;
  const columnTaps = tapsPerPixel(picture.width, width);
  const rowTaps = tapsPerPixel(picture.height, height);
  const neededRows = Math.min(picture.height, (window.height * picture.height) / height + rowTaps);
  return window.width * (neededRows * columnTaps + window.height * rowTaps);
}

/** For each output pixel of one axis: where its source pixels start, how many there are, and their weights. */
interface Spans {
  starts: Int32Array;
  counts: Int32Array;
  /** `stride` for each output pixel, fixed-point. */
  weights: Int32Array;
  stride: number;
}

function tapsPerPixel(from: number, to: number): number {
  return Math.ceil(KERNEL_RADIUS * Math.max(1, from / to)) * 2 + 1;
}

function spansOf(from: number, to: number, first: number, count: number): Spans {
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

/** Bytes of a picture that the kernels are given at once: some rows, so that they stay in the processor's own memory. */
const BLOCK_BYTES = 131_072;

/** Of the result's columns and rows, by the rows of the picture that they need. */
function resampled(
  { width, data }: RgbPicture,
  columns: Spans,
  rows: Spans,
  firstRow: number,
  neededRows: number,
): Uint8Array {
  const { run, rooms, bytes, words } = kernels();
  const [across, down] = [columns.starts.length, rows.starts.length];
  const line = 3 * across;
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / (3 * width)));
  const at = rooms('resize', {
    rgb: 3 * width * blockRows + 16,
    wide: 16 * (width + 4),
    columnStarts: 4 * across,
    columnCounts: 4 * across,
    columnWeights: 4 * columns.weights.length,
    rowStarts: 4 * down,
    rowCounts: 4 * down,
    rowWeights: 4 * rows.weights.length,
    narrowed: line * neededRows + 16,
    out: line * down + 16,
  });
  words(at.columnStarts, across).set(columns.starts);
  words(at.columnCounts, across).set(columns.counts);
  words(at.columnWeights, columns.weights.length).set(columns.weights);
  words(at.rowStarts, down).set(rows.starts.map((start) => start - firstRow));
  words(at.rowCounts, down).set(rows.counts);
  words(at.rowWeights, rows.weights.length).set(rows.weights);
  const ofColumns = [at.columnStarts, at.columnCounts, at.columnWeights, columns.stride, across] as const;
  for (let done = 0; done < neededRows; done += blockRows) {
    const some = Math.min(blockRows, neededRows - done);
    const from = (firstRow + done) * width * 3;
    const block = data.subarray(from, from + some * width * 3);
    bytes(at.rgb, block.length).set(block);
    run.resizeColumns(at.rgb, width, some, at.wide, ...ofColumns, at.narrowed + done * line);
  }
  const ofRows = [at.rowStarts, at.rowCounts, at.rowWeights, rows.stride, down] as const;
  run.resizeRows(at.narrowed, line, ...ofRows, at.out);
  return bytes(at.out, line * down).slice();
}
