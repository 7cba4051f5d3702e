// PDQ in TypeScript: what `kernels/pdq.ts` is compared with, bit for bit.
import type { Grey, Spans } from '../../../src/fingerprint/grey.ts';
import { weigh, spans } from './grey.ts';

const SIDE = 64;
const FREQUENCIES = 16;

/** The reference's window: a 128th of the side, rounded up. */
const WINDOWS_PER_SIDE = 2 * SIDE;

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

const COSINES = cosines();

/** DCT-II basis: `FREQUENCIES` rows of `SIDE` values. */
function cosines(): Float64Array {
  const basis = new Float64Array(FREQUENCIES * SIDE);
  const scale = Math.sqrt(2 / SIDE);
  for (let k = 0; k < FREQUENCIES; k++) {
    for (let x = 0; x < SIDE; x++) {
      basis[k * SIDE + x] = scale * Math.cos((Math.PI / 2 / SIDE) * (k + 1) * (2 * x + 1));
    }
  }
  return basis;
}

/** Frequencies 1–16 of both axes of a `SIDE` × `SIDE` picture, rows (vertical frequencies) first. */
export function dct(small: Float64Array): Float64Array {
  const across = new Float64Array(SIDE * FREQUENCIES);
  for (let y = 0; y < SIDE; y++) {
    for (let k = 0; k < FREQUENCIES; k++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += small[y * SIDE + x] * COSINES[k * SIDE + x];
      across[y * FREQUENCIES + k] = sum;
    }
  }
  const both = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let k = 0; k < FREQUENCIES; k++) {
    for (let column = 0; column < FREQUENCIES; column++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += across[y * FREQUENCIES + column] * COSINES[k * SIDE + y];
      both[k * FREQUENCIES + column] = sum;
    }
  }
  return both;
}
