import type { Embedding } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { VectorSource } from './vector-index.ts';

/** How far from 1 a length may be: room for 16-bit floats, none for a vector that was never normalised. */
const LENGTH_TOLERANCE = 1e-3;

/**
 * Lets pass only what an index may hold or be asked: a Float32Array of `dimensions` finite numbers and length
 * 1 within 1e-3. Native code takes NaN, infinities and zero vectors in silence, and the process dies on
 * strings or holes, so the type is checked at run time too.
 * @param what the vector's name in the error, such as `The vector of image 7`
 * @throws TrainspotError `vector-invalid` with the number that was wrong
 */
export function checkVector(vector: Embedding, dimensions: number, what: string): void {
  if (!((vector as unknown) instanceof Float32Array)) {
    throw invalid(`${what} is not an array of 32-bit floats.`);
  }
  if (vector.length !== dimensions) {
    throw invalid(
      `${what} has ${vector.length} dimensions; the index has ${dimensions}. Use the index's own model.`,
    );
  }
  let squares = 0;
  for (let i = 0; i < dimensions; i++) squares += vector[i] * vector[i];
  const length = Math.sqrt(squares);
  if (Math.abs(length - 1) <= LENGTH_TOLERANCE) return;

  const odd = vector.findIndex((value) => !Number.isFinite(value));
  throw odd >= 0
    ? invalid(`${what} has ${vector[odd]} as value ${odd}; every value must be finite.`)
    : invalid(`${what} has the length ${length}; it must be 1, within ${LENGTH_TOLERANCE}.`);
}

/** Rows that are read of a source at once. */
export const SOURCE_ROWS = 1024;

/** Each vector of a source in its order, checked as `checkVector` does; what is handed on is not to be kept. */
export function eachVector(
  source: VectorSource,
  dimensions: number,
  rows: number,
  visit: (vector: Embedding) => void,
): void {
  for (let first = 0; first < rows; first += SOURCE_ROWS) {
    const count = Math.min(SOURCE_ROWS, rows - first);
    const values = source.read(first, count);
    for (let i = 0; i < count; i++) {
      const vector = values.subarray(i * dimensions, (i + 1) * dimensions);
      checkVector(vector, dimensions, `Vector ${first + i}`);
      visit(vector);
    }
  }
}

/** @throws RangeError unless an index of this shape can exist: a label is an unsigned 32-bit number. */
export function checkShape(dimensions: number, capacity: number): void {
  if (!Number.isInteger(dimensions) || dimensions < 1) {
    throw new RangeError(`An index of ${dimensions} dimensions cannot be made.`);
  }
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > 2 ** 32 - 1) {
    throw new RangeError(`An index for ${capacity} rows cannot be made; 1 to ${2 ** 32 - 1} fit.`);
  }
}

/** @throws RangeError when no further row fits: beyond the capacity a label would overwrite another. */
export function checkRoom(rows: number, capacity: number): void {
  if (rows >= capacity)
    throw new RangeError(`The index was made for ${capacity} rows, and they are used up.`);
}

/** How many neighbours a search for `count` among `rows` brings up: a whole number, 0 to `rows`. */
export function neighbourCount(count: number, rows: number): number {
  return count >= 1 ? Math.floor(Math.min(count, rows)) : 0;
}

/** Rounding can push a cosine just past 1. */
export function asCosine(product: number): number {
  return Math.max(-1, Math.min(1, product));
}

function invalid(message: string): TrainspotError {
  return new TrainspotError('vector-invalid', message);
}
