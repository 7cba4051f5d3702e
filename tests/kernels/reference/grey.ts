import type { RgbPicture } from '../../../src/core/picture.ts';

/** Brightness of a pixel: ITU-R BT.601. */
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/** Brightness, 0–255, row by row. */
interface Grey {
  width: number;
  height: number;
  data: Float64Array;
}

/** For each result along one axis: its first source pixel, and what that and the following ones count. */
interface Spans {
  starts: Int32Array;
  /** Where each result's weights begin in `weights`, and one more: where the last one's end. */
  offsets: Int32Array;
  /** Those of one result sum to 1. */
  weights: Float64Array;
}

/**
 * The brightness of a picture, `longerSide` pixels on its longer side: shrunk by area averaging, or enlarged
 * linearly.
 */
export function greyOf({ width, height, data }: RgbPicture, longerSide: number): Grey {
  const scale = Math.max(width, height) / longerSide;
  const fitted = {
    width: Math.max(1, Math.round(width / scale)),
    height: Math.max(1, Math.round(height / scale)),
  };
  const along = scale > 1 ? averages : interpolations;
  const row = new Float64Array(width);
  const rowAt = (y: number) => brightness(data.subarray(y * width * 3, (y + 1) * width * 3), row);
  return { ...fitted, data: weigh(rowAt, along(width, fitted.width), along(height, fitted.height)) };
}

/** Fills `grey` from interleaved RGB, and returns it. */
function brightness(rgb: Uint8Array, grey: Float64Array): Float64Array {
  let from = 0;
  for (let i = 0; i < grey.length; i++, from += 3) {
    grey[i] = RED * rgb[from] + GREEN * rgb[from + 1] + BLUE * rgb[from + 2];
  }
  return grey;
}

/** The weighted sums of a grid that is read row by row; a row is asked for once while it is in use. */
export function weigh(rowAt: (y: number) => Float64Array, columns: Spans, rows: Spans): Float64Array {
  const width = columns.starts.length;
  const out = new Float64Array(width * rows.starts.length);
  const sums = new Float64Array(width);
  let heldRow = -1;
  for (let i = 0; i < rows.starts.length; i++) {
    const line = out.subarray(i * width, (i + 1) * width);
    for (let at = rows.offsets[i]; at < rows.offsets[i + 1]; at++) {
      const y = rows.starts[i] + at - rows.offsets[i];
      if (y !== heldRow) sumColumns(rowAt((heldRow = y)), columns, sums);
      const weight = rows.weights[at];
      for (let j = 0; j < width; j++) line[j] += weight * sums[j];
    }
  }
  return out;
}

function sumColumns(row: Float64Array, { starts, offsets, weights }: Spans, sums: Float64Array): void {
  let at = 0;
  for (let j = 0; j < sums.length; j++) {
    let from = starts[j];
    let sum = 0;
    for (const end = offsets[j + 1]; at < end; at++) sum += weights[at] * row[from++];
    sums[j] = sum;
  }
}

/** `spanOf` gives the first source pixel and the weights of the `i`-th of `count` results. */
export function spans(count: number, spanOf: (i: number) => [start: number, weights: number[]]): Spans {
  const starts = new Int32Array(count);
  const offsets = new Int32Array(count + 1);
  const weights: number[] = [];
  for (let i = 0; i < count; i++) {
    const [start, own] = spanOf(i);
    starts[i] = start;
    for (const weight of own) weights.push(weight);
    offsets[i + 1] = weights.length;
  }
  return { starts, offsets, weights: Float64Array.from(weights) };
}

/** Averages of `to` equal parts of `from` pixels; a pixel on a border counts for both parts by its overlap. */
function averages(from: number, to: number): Spans {
  const scale = from / to;
  return spans(to, (i) => {
    const start = Math.floor(i * scale);
    const end = Math.min(from, Math.ceil((i + 1) * scale));
    const weights = [];
    for (let x = start; x < end; x++) {
      weights.push((Math.min(x + 1, (i + 1) * scale) - Math.max(x, i * scale)) / scale);
    }
    return [start, weights];
  });
}

/** `to` places between `from` pixels, each weighing the two around it. */
function interpolations(from: number, to: number): Spans {
  const scale = from / to;
  return spans(to, (i) => {
    const place = Math.max(0, Math.min(from - 1, (i + 0.5) * scale - 0.5));
    const start = Math.min(Math.floor(place), Math.max(0, from - 2));
    return from === 1 ? [0, [1]] : [start, [1 - (place - start), place - start]];
  });
}
