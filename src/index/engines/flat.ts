import { open as openFile, readFile, stat, writeFile } from 'node:fs/promises';
import type { Embedding } from '../../core/embedding.ts';
import { TrainspotError } from '../../core/errors.ts';
import { corruptFile, openPieces, readPieces } from './index-file.ts';
import {
  asCosine,
  checkRoom,
  checkShape,
  checkVector,
  eachVector,
  neighbourCount,
  SOURCE_ROWS,
} from './vector-check.ts';
import type {
  Neighbour,
  VectorIndex,
  VectorIndexBuilder,
  VectorIndexEngine,
  VectorSource,
} from './vector-index.ts';

/**
 * Exact search: every row is compared. 24 ms for 200k rows of 512-d, so for small indexes, and as the oracle
 * that approximate engines are measured against. The file is the rows' 32-bit floats (little-endian), no more.
 */
export const flat: VectorIndexEngine = {
  name: 'flat',
  cosineError: 1e-6,
  expectLibrary: () => {},
  create,
  build,
  open,
  async openVectors(file, dimensions, rows) {
    const rowBytes = dimensions * Float32Array.BYTES_PER_ELEMENT;
    const { size } = await stat(file).catch(unreadable);
    if (size !== rows * rowBytes) throw corruptFile('bytes', size, rows * rowBytes);
    const pieces = openPieces(file);
    return {
      read: (first, count) => new Float32Array(pieces.read(first * rowBytes, count * rowBytes).buffer),
      close: () => pieces.close(),
    };
  },
  async readVectors(file, dimensions, rows, ordinals) {
    const rowBytes = dimensions * Float32Array.BYTES_PER_ELEMENT;
    // Past the end of a file that is too short it is said to be so.
    const [, ...pieces] = await readPieces(
      file,
      [rows - 1, ...ordinals].map((ordinal) => ordinal * rowBytes),
      rowBytes,
    );
    return pieces.map((piece) => new Float32Array(new Uint8Array(piece).buffer));
  },
};

function create(dimensions: number, capacity: number): VectorIndexBuilder {
  checkShape(dimensions, capacity);
  const values = new Float32Array(capacity * dimensions);
  let rows = 0;
  return {
    add(vector) {
      checkRoom(rows, capacity);
      checkVector(vector, dimensions, `Vector ${rows}`);
      values.set(vector, rows * dimensions);
      rows++;
    },
    save: (file) =>
      written(file, rows * dimensions, () => writeFile(file, values.subarray(0, rows * dimensions))),
  };
}

function build(dimensions: number, rows: number, source: VectorSource): Pick<VectorIndexBuilder, 'save'> {
  checkShape(dimensions, rows);
  eachVector(source, dimensions, rows, () => {});
  return {
    save: (file) =>
      written(file, rows * dimensions, async () => {
        const handle = await openFile(file, 'w');
        try {
          for (let first = 0; first < rows; first += SOURCE_ROWS) {
            const values = source.read(first, Math.min(SOURCE_ROWS, rows - first));
            await handle.writeFile(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
          }
        } finally {
          await handle.close();
        }
      }),
  };
}

/** Runs `write`, and checks that so many values arrived. */
async function written(file: string, values: number, write: () => Promise<void>): Promise<void> {
  const bytes = values * Float32Array.BYTES_PER_ELEMENT;
  try {
    await write();
    const { size } = await stat(file);
    if (size !== bytes) throw new Error(`${size} bytes arrived of ${bytes}`);
  } catch (cause) {
    throw new TrainspotError('segment-write-failed', 'The index could not be written whole.', { cause });
  }
}

async function open(file: string, dimensions: number, rows: number): Promise<VectorIndex> {
  const bytes = await readFile(file).catch(unreadable);
  const expected = rows * dimensions * Float32Array.BYTES_PER_ELEMENT;
  if (bytes.length !== expected) {
    throw new TrainspotError(
      'segment-corrupt',
      `The index file has ${bytes.length} bytes; ${rows} rows of ${dimensions} dimensions are ${expected}.`,
    );
  }
  // Copied, because a view of floats must start at a multiple of 4, and a Buffer may not.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  return {
    rows,
    dimensions,
    search(query, count) {
      checkVector(query, dimensions, 'The query');
      return nearest(values, rows, query, neighbourCount(count, rows));
    },
    vector: (ordinal) => values.slice(ordinal * dimensions, (ordinal + 1) * dimensions),
    // It was read whole.
    close: () => {},
  };
}

function unreadable(cause: unknown): never {
  throw new TrainspotError('segment-corrupt', 'The index file is missing or cannot be read.', { cause });
}

function nearest(values: Float32Array, rows: number, query: Embedding, wanted: number): Neighbour[] {
  const best: Neighbour[] = [];
  if (wanted === 0) return best;
  for (let ordinal = 0; ordinal < rows; ordinal++) {
    const similarity = asCosine(dotAt(values, ordinal * query.length, query));
    if (best.length === wanted && similarity <= best[wanted - 1].similarity) continue;
    if (best.length === wanted) best.pop();
    const place = best.findLastIndex((other) => other.similarity >= similarity) + 1;
    best.splice(place, 0, { ordinal, similarity });
  }
  return best;
}

function dotAt(values: Float32Array, start: number, query: Embedding): number {
  let dot = 0;
  for (let i = 0; i < query.length; i++) dot += values[start + i] * query[i];
  return dot;
}
