import { spans, tapByTap, type Grey, type Spans } from '../grey.ts';
import { kernels } from '../kernels/load.ts';

/** Side of the blurred square that PDQ looks at. */
export const SIDE = 64;

/** The reference's window: a 128th of the side, rounded up. */
const WINDOWS_PER_SIDE = 2 * SIDE;

/**
 * Every picture is first brought to this length on its longer side, in pixels. The reference shrinks larger ones
 * so; its published hashes come out within 2 bits with 512, within 8 with 1024, within 12 without shrinking.
 * Smaller ones it leaves, and looks at them through a coarser grid; enlarging them too keeps its published hashes
 * within 10 bits, and of 200 photographs at 45 % of their size it brings the hash from a median of 20 bits off
 * (38 at most) to 6 (14 at most).
 */
export const LONGER_SIDE = 512;

/** A grey picture blurred and taken at `SIDE` × `SIDE` places, row by row: as it is, and as if it had been turned over before. */
export interface BlurredSquares {
  asIs: Float64Array;
  /** Left and right swapped. */
  mirrored: Float64Array;
  /** Top and bottom swapped. */
  flipped: Float64Array;
  both: Float64Array;
}

/**
 * The reference blurs by two passes of a moving average along each axis and then keeps one value in dozens.
 * All of that is linear and works on each axis alone, so the same values are reached by weighing only the
 * pixels around each kept place.
 */
export function blurredSquares(grey: Grey): BlurredSquares {
  const [rows, flippedRows] = [false, true].map((flipped) => keptPlaces(grey.height, flipped));
  const [asIs, flipped] = weighed(grey, keptPlaces(grey.width, false), [rows, flippedRows]);
  const [mirrored, both] = weighed(grey, keptPlaces(grey.width, true), [rows, flippedRows]);
  return { asIs, mirrored, flipped, both };
}

/** The sums of a grey picture by these columns, and by each of the choices of rows. */
function weighed({ width, height, data }: Grey, columns: Spans, rows: readonly Spans[]): Float64Array[] {
  const { run, rooms, words, doubles } = kernels();
  const taps = columns.starts.reduce(
    (most, _, i) => Math.max(most, columns.offsets[i + 1] - columns.offsets[i]),
    0,
  );
  const at = rooms('pdq', {
    values: 8 * data.length,
    row: 8 * (width + taps + 3),
    columns: 4 * SIDE,
    columnWeights: 8 * SIDE * taps,
    sums: 8 * SIDE * height,
    starts: 4 * SIDE,
    offsets: 4 * (SIDE + 1),
    weights: 8 * Math.max(...rows.map(({ weights }) => weights.length)),
    out: 8 * SIDE * SIDE,
  });
  doubles(at.values, data.length).set(data);
  words(at.columns, SIDE).set(columns.starts);
  doubles(at.columnWeights, SIDE * taps).set(tapByTap(columns, SIDE, taps));
  const alongRows = [at.values, width, height, at.row, at.columns, at.columnWeights, taps] as const;
  run.weighColumns(...alongRows, at.sums, SIDE);
  return rows.map(({ starts, offsets, weights }) => {
    words(at.starts, SIDE).set(starts);
    words(at.offsets, SIDE + 1).set(offsets);
    doubles(at.weights, weights.length).set(weights);
    run.weighRows(at.sums, SIDE, at.starts, at.offsets, at.weights, SIDE, at.out);
    return doubles(at.out, SIDE * SIDE).slice();
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
