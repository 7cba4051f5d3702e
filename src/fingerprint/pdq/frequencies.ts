import { kernels } from '../kernels/load.ts';
import { SIDE } from './pdq-grey.ts';

/** Coefficients kept of each axis: frequencies 1 to 16, without the constant. */
export const FREQUENCIES = 16;

/** DCT-II basis: `FREQUENCIES` rows of `SIDE` values; and the same with rows and columns swapped. */
const BY_FREQUENCY = cosines();
const BY_PLACE = BY_FREQUENCY.map(
  (_, i) => BY_FREQUENCY[(i % FREQUENCIES) * SIDE + Math.floor(i / FREQUENCIES)],
);

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
export function dct(square: Float64Array): Float64Array {
  const { run, rooms, doubles } = kernels();
  const at = rooms('frequencies', {
    square: 8 * SIDE * SIDE,
    byPlace: 8 * SIDE * FREQUENCIES,
    byFrequency: 8 * SIDE * FREQUENCIES,
    across: 8 * SIDE * FREQUENCIES,
    out: 8 * FREQUENCIES * FREQUENCIES,
  });
  doubles(at.square, square.length).set(square);
  doubles(at.byPlace, BY_PLACE.length).set(BY_PLACE);
  doubles(at.byFrequency, BY_FREQUENCY.length).set(BY_FREQUENCY);
  run.dct(at.square, at.byPlace, at.byFrequency, at.across, at.out);
  return doubles(at.out, FREQUENCIES * FREQUENCIES).slice();
}
