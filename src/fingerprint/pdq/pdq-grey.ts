import { spans, weigh, type Grey, type Spans } from '../grey.ts';

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
