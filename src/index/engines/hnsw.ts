import { TrainspotError } from '../../core/errors.ts';
import { notWrittenWhole, openPieces, readPieces } from './index-file.ts';
import { checkHnswFile, EDGES_PER_NODE, vectorPlace } from './hnsw-file.ts';
import { hnswlibLibrary } from './hnswlib-library.ts';
import { searchBreadth } from './ef-search.ts';
import { asCosine, checkRoom, checkShape, checkVector, eachVector, neighbourCount } from './vector-check.ts';
import type { VectorIndex, VectorIndexBuilder, VectorIndexEngine } from './vector-index.ts';

/** Inner product: on unit vectors, one minus the cosine. It is not in the file; the engine's name stands for it. */
const SPACE = 'ip';

/** Breadth of the search for edges while building. 40 cost a quarter of the recall at 1M rows; 100 none at 200k. */
const BUILD_BREADTH = 200;

/** Of the random levels: the same vectors in the same order give the same graph. */
const SEED = 100;

/** Approximate search in a navigable graph (Malkov and Yashunin's HNSW), by hnswlib. About 2.2 KB a row at 512-d. */
export const hnsw: VectorIndexEngine = {
  name: 'hnsw',
  cosineError: 1e-6,
  expectLibrary: () => void hnswlibLibrary(),
  create,
  build(dimensions, rows, source) {
    const builder = create(dimensions, rows);
    eachVector(source, dimensions, rows, (vector) => builder.add(vector));
    return builder;
  },
  open,
  async openVectors(file, dimensions, rows) {
    await checkHnswFile(file, dimensions, rows);
    const pieces = openPieces(file);
    const rowBytes = vectorPlace(dimensions, 1) - vectorPlace(dimensions, 0);
    const vectorBytes = dimensions * Float32Array.BYTES_PER_ELEMENT;
    return {
      read(first, count) {
        const values = new Float32Array(count * dimensions);
        if (count === 0) return values;
        // From the first vector to the end of the last, with the edges between them.
        const bytes = pieces.read(vectorPlace(dimensions, first), (count - 1) * rowBytes + vectorBytes);
        const own = new Uint8Array(values.buffer);
        for (let i = 0; i < count; i++) {
          own.set(bytes.subarray(i * rowBytes, i * rowBytes + vectorBytes), i * vectorBytes);
        }
        return values;
      },
      close: () => pieces.close(),
    };
  },
  async readVectors(file, dimensions, rows, ordinals) {
    await checkHnswFile(file, dimensions, rows);
    const places = ordinals.map((ordinal) => vectorPlace(dimensions, ordinal));
    const pieces = await readPieces(file, places, dimensions * Float32Array.BYTES_PER_ELEMENT);
    return pieces.map((piece) => new Float32Array(new Uint8Array(piece).buffer));
  },
};

function create(dimensions: number, capacity: number): VectorIndexBuilder {
  checkShape(dimensions, capacity);
  const graph = new (hnswlibLibrary().HierarchicalNSW)(SPACE, dimensions);
  graph.initIndex(capacity, EDGES_PER_NODE, BUILD_BREADTH, SEED);
  let rows = 0;
  return {
    add(vector) {
      checkRoom(rows, capacity);
      checkVector(vector, dimensions, `Vector ${rows}`);
      graph.addPoint(Array.from(vector), rows);
      rows++;
    },
    async save(file) {
      // Not the asynchronous call: the process dies when a thread is ended while it writes.
      graph.writeIndexSync(file);
      // The binding reports success on a full disk, and where it could not even open the file.
      await checkHnswFile(file, dimensions, rows).catch((cause: unknown) => {
        throw notWrittenWhole(cause);
      });
    },
  };
}

async function open(file: string, dimensions: number, rows: number): Promise<VectorIndex> {
  // The binding takes a file of another dimension, and the process dies in its first search.
  await checkHnswFile(file, dimensions, rows);
  const graph = new (hnswlibLibrary().HierarchicalNSW)(SPACE, dimensions);
  try {
    // Not the asynchronous call: nothing else may touch the object, or end its thread, while it loads.
    graph.readIndexSync(file);
  } catch (cause) {
    // `graph` is in no state to be searched; nobody else has seen it.
    throw new TrainspotError('segment-corrupt', 'The index file could not be loaded.', { cause });
  }
  return {
    rows,
    dimensions,
    search(query, count) {
      checkVector(query, dimensions, 'The query');
      const wanted = neighbourCount(count, rows);
      if (wanted === 0) return [];
      graph.setEf(searchBreadth(rows, wanted));
      const { neighbors, distances } = graph.searchKnn(Array.from(query), wanted);
      return neighbors.map((ordinal, i) => ({ ordinal, similarity: asCosine(1 - distances[i]) }));
    },
    vector: (ordinal) => Float32Array.from(graph.getPoint(ordinal)),
    // It was read whole.
    close: () => {},
  };
}
