import { TrainspotError } from './errors.ts';

/** A picture's place in a model's space: a unit vector of 32-bit floats. */
export type Embedding = Float32Array;

/**
 * The vector of unit length along `values`.
 * @throws TrainspotError `vector-invalid` on NaN, an infinity, or a vector of length 0: none of them has a
 * direction, and an index would accept them silently.
 */
export function toUnitVector(values: ArrayLike<number>): Embedding {
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) {
      throw new TrainspotError(
        'vector-invalid',
        `Value ${i} of the vector is ${value}; every value must be finite.`,
      );
    }
    squares += value * value;
  }
  const length = Math.sqrt(squares);
  if (!(length > 0) || !Number.isFinite(length)) {
    throw new TrainspotError('vector-invalid', `The vector's length is ${length}; it has no direction.`);
  }
  const unit = new Float32Array(values.length);
  for (let i = 0; i < unit.length; i++) unit[i] = values[i] / length;
  return unit;
}

/** Cosine similarity of two unit vectors of equal length, in [-1, 1]. */
export function cosineSimilarity(a: Embedding, b: Embedding): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i] * b[i];
  return Math.max(-1, Math.min(1, dot));
}
