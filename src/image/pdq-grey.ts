import type { RgbPicture } from '../core/picture.ts';

/** Side of the blurred square that PDQ looks at. */
export const SIDE = 64;

/** The reference's window: a 128th of the side, rounded up. */
const WINDOWS_PER_SIDE = 2 * SIDE;

/** Brightness of a pixel: ITU-R BT.601. */
const RED = 0.299;
const GREEN = 0.587;
const BLUE = 0.114;

/**
 * Every picture is first brought to this length on its longer side, in pixels. The reference shrinks larger ones
 * so; its published hashes come out within 2 bits with 512, within 8 with 1024, within 12 without shrinking.
 * Smaller ones it leaves, and looks at them through a coarser grid; enlarging them too keeps its published hashes
 * within 10 bits, and of 200 photographs at 45 % of their size it brings the hash from a median of 20 bits off
 * (38 at most) to 6 (14 at most).
 */
const LONGER_SIDE = 512;

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

/** The brightness of a picture, 512 pixels on its longer side: shrunk by area averaging, or enlarged linearly. */
export function greyOf({ width, height, data }: RgbPicture): Grey {
  const scale = Math.max(width, height) / LONGER_SIDE;
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

/**
 * A grey picture blurred and taken at `SIDE` × `SIDE` places, row by row.
 *
 * The reference blurs by two passes of a moving average along each axis and then keeps one value in dozens.
 * All of that is linear and works on each axis alone, so the same values are reached by weighing only the
 * pixels around each kept place.
 * @param mirrored as if left and right had been swapped before @param flipped likewise top and bottom
 */
export function blurredSquare(grey: Grey, mirrored: boolean, flipped: boolean): Float64Array {
  const rowAt = (y: number) => grey.data.subarray(y * grey.width, (y + 1) * grey.width);
  return weigh(rowAt, keptPlaces(grey.width, mirrored), keptPlaces(grey.height, flipped));
}

/** The weighted sums of a grid that is read row by row; a row is asked for once while it is in use. */
function weigh(rowAt: (y: number) => Float64Array, columns: Spans, rows: Spans): Float64Array {
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
function spans(count: number, spanOf: (i: number) => [start: number, weights: number[]]): Spans {
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

/** The `SIDE` places kept of an axis of `length` pixels. */
function keptPlaces(length: number, reversed: boolean): Spans {
  return spans(SIDE, (i) => {
    const [start, weights] = blurredAt(Math.trunc(((i + 0.5) * length) / SIDE), length);
    return reversed ? [length - start - weights.length, weights.reverse()] : [start, weights];
  });
}

/** The average of the averages around one place. */
function blurredAt(place: number, length: number): [start: number, weights: number[]] {
  const window = Math.ceil(length / WINDOWS_PER_SIDE);
  // An even window has its odd pixel after the centre; at the border it is cut off, not padded.
  const before = Math.floor((window - 1) / 2);
  const after = window - before;
  const around = (centre: number) =>
    [Math.max(0, centre - before), Math.min(length, centre + after)] as const;
  const [from, to] = around(place);
  const [start] = around(from);
  const [, end] = around(to - 1);
  const weights = Array.from({ length: end - start }, () => 0);
  for (let centre = from; centre < to; centre++) {
    const [first, last] = around(centre);
    for (let x = first; x < last; x++) weights[x - start] += 1 / ((to - from) * (last - first));
  }
  return [start, weights];
}
