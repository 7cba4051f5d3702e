import { TrainspotError } from '../../core/errors.ts';
import { toUnitVector, type Embedding } from '../../core/embedding.ts';
import type { VectorFile } from './npy.ts';

/**
 * How far from 1 a published length may be. Rounding a unit vector to 16 bits moves it by 0.0005 at most, and a
 * model that ran in 16 bits by a few times that.
 */
const LENGTH_TOLERANCE = 0.01;

/** Rows of each file whose lengths are looked at before anything is indexed. */
const SAMPLE_ROWS = 256;

/** A published vector at length 1, or why there is none: such a row has no direction to be found by. */
export type PublishedVector = Embedding | 'vector-zero' | 'vector-not-finite';

/**
 * @param file and @param row name its place
 * @throws TrainspotError `vector-invalid` naming the length, where it is neither 0 nor 1: then the file holds
 * something else than the model's unit vectors
 */
export function publishedVector(values: Float32Array, file: string, row: number): PublishedVector {
  let squares = 0;
  for (const value of values) squares += value * value;
  if (!Number.isFinite(squares)) return 'vector-not-finite';
  if (squares === 0) return 'vector-zero';
  const length = Math.sqrt(squares);
  if (Math.abs(length - 1) <= LENGTH_TOLERANCE) return toUnitVector(values);
  throw new TrainspotError(
    'vector-invalid',
    `The vector of row ${row} in '${file}' has the length ${length.toPrecision(4)}; published embeddings of the known ` +
      `models have length 1, within ${LENGTH_TOLERANCE}. Is this another model's file?`,
  );
}

/**
 * Looks at the first rows of a file, before anything is written.
 * @throws TrainspotError `vector-invalid` as above, `embeddings-unreadable`
 */
export async function checkSample(file: VectorFile): Promise<void> {
  const { name, dimensions } = file;
  for await (const block of file.blocks()) {
    const rows = Math.min(SAMPLE_ROWS, block.length / dimensions);
    for (let row = 0; row < rows; row++) {
      publishedVector(block.subarray(row * dimensions, (row + 1) * dimensions), name, row);
    }
    return;
  }
}
