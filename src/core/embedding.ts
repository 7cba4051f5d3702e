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

/** How far from 1 the length of a vector may be that somebody else made: published ones are of 16-bit floats. */
const LENGTH_TOLERANCE = 0.01;

/** The model that a vector is of: as a card has it. */
type VectorModel = Readonly<{ name: string; dimensions: number }>;

/**
 * A vector that a client sends, as a query of a model.
 * @throws TrainspotError `search-invalid` that names what is wrong: its dimensions, a value, or its length
 */
export function readQueryVector(values: readonly number[], model: VectorModel): Embedding {
  const why = whyNoVector(values, model);
  if (why === null) return toUnitVector(values);
  throw new TrainspotError('search-invalid', `'vector' ${why}`);
}

/** What is wrong with a vector that somebody sent, to be read after its name; null for one that can be compared. */
export function whyNoVector(values: ArrayLike<number>, { name, dimensions }: VectorModel): string | null {
  if (values.length !== dimensions) {
    return `has ${values.length} values; those of ${name} have ${dimensions}.`;
  }
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      return `has ${values[i]} as value ${i}; every value must be a finite number.`;
    squares += values[i] ** 2;
  }
  const length = Math.sqrt(squares);
  if (Math.abs(length - 1) <= LENGTH_TOLERANCE) return null;
  return `has the norm ${length}; it must be 1, within ${LENGTH_TOLERANCE}: divide each value by the norm.`;
}

/** Cosine similarity of two unit vectors of equal length, in [-1, 1]. */
export function cosineSimilarity(a: Embedding, b: Embedding): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += a[i] * b[i];
  return Math.max(-1, Math.min(1, dot));
}
