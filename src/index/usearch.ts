import { closeSync, openSync, readSync } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Index } from 'usearch';
import type { Embedding } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import { fromHalves, toHalves } from '../core/half-float.ts';
import { centredBytes, meanOf, scaleOf } from './centred-bytes.ts';
import { searchBreadth } from './search-breadth.ts';
import { checkUsearchFile, HALF_BYTES, trailerOf } from './usearch-file.ts';
import { usearchLibrary } from './usearch-library.ts';
import { asCosine, checkRoom, checkShape, checkVector, neighbourCount } from './vector-check.ts';
import type { Neighbour, VectorIndex, VectorIndexBuilder, VectorIndexEngine } from './vector-index.ts';

/** Edges a node has on each upper level; twice as many on the lowest. */
const EDGES_PER_NODE = 16;

/** Breadth of the search for edges while building. */
const BUILD_BREADTH = 128;

/** Rows that are turned into bytes and handed to the library at once. */
const BATCH_ROWS = 4096;

/** Neighbours that searches ask for at most in one go; beyond it the library widens its search by itself. */
const USUAL_COUNT = 100;

/** Rows that are compared exactly for each one that is wanted, and at least. */
const COMPARED_PER_WANTED = 3;
const LEAST_COMPARED = 64;

/**
 * Approximate search in a navigable graph over bytes, by usearch, with every row that it brings up compared exactly
 * in 16-bit floats. The graph is mapped from the file, and the rows are read from it one by one, so an open index
 * takes no memory of the process. The graph is built by all cores, so the same rows may give another graph.
 */
export const usearch: VectorIndexEngine = { name: 'usearch', cosineError: 5e-4, create, open };

function create(dimensions: number, capacity: number): VectorIndexBuilder {
  checkShape(dimensions, capacity);
  const halves = new Uint16Array(capacity * dimensions);
  let rows = 0;
  return {
    add(vector) {
      checkRoom(rows, capacity);
      checkVector(vector, dimensions, `Vector ${rows}`);
      halves.set(toHalves(vector), rows * dimensions);
      rows++;
    },
    async save(file) {
      try {
        await write(file, halves.subarray(0, rows * dimensions), dimensions, rows);
        await checkUsearchFile(file, dimensions, rows);
      } catch (cause) {
        const why = `The index could not be written whole; is the disk full? ${(cause as Error).message}`;
        throw new TrainspotError('segment-write-failed', why, { cause });
      }
    },
  };
}

async function write(file: string, halves: Uint16Array, dimensions: number, rows: number): Promise<void> {
  const mean = meanOf(halves, dimensions, rows);
  const scale = scaleOf(halves, mean);
  const graph = emptyGraph(dimensions, rows);
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, rows - first);
    const values = fromHalves(halves.subarray(first * dimensions, (first + count) * dimensions));
    const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(first + i));
    graph.add(keys, centredBytes(values, mean, scale), availableParallelism());
  }
  graph.save(file);
  const { size: graphBytes } = await stat(file);
  const handle = await openFile(file, 'a');
  try {
    const bytes = new Uint8Array(halves.buffer, halves.byteOffset, halves.byteLength);
    await handle.writeFile(bytes);
    await handle.writeFile(new Uint8Array(mean.buffer));
    await handle.writeFile(trailerOf(graphBytes, rows, dimensions, scale));
  } finally {
    await handle.close();
  }
}

async function open(file: string, dimensions: number, rows: number): Promise<VectorIndex> {
  const { rowsAt, meanAt, scale } = await checkUsearchFile(file, dimensions, rows);
  const graph = emptyGraph(dimensions, rows);
  const descriptor = openSync(file, 'r');
  try {
    graph.view(file);
  } catch (cause) {
    closeSync(descriptor);
    throw new TrainspotError('segment-corrupt', 'The index file could not be loaded.', { cause });
  }
  const mean = new Float32Array(dimensions);
  readSync(descriptor, mean, { position: meanAt });
  const halves = new Uint16Array(dimensions);
  const row = new Float32Array(dimensions);

  function read(ordinal: number, target: Float32Array): Embedding {
    readSync(descriptor, halves, { position: rowsAt + ordinal * dimensions * HALF_BYTES });
    return fromHalves(halves, target);
  }
  function cosine(query: Embedding, ordinal: number): number {
    read(ordinal, row);
    let dot = 0;
    for (let i = 0; i < dimensions; i++) dot += row[i] * query[i];
    return asCosine(dot);
  }

  return {
    rows,
    dimensions,
    search(query, count) {
      checkVector(query, dimensions, 'The query');
      const wanted = neighbourCount(count, rows);
      if (wanted === 0) return [];
      const compared = Math.min(rows, Math.max(LEAST_COMPARED, COMPARED_PER_WANTED * wanted));
      const { keys } = graph.search(centredBytes(query, mean, scale), compared, 1);
      return Array.from(keys, Number)
        .map((ordinal): Neighbour => ({ ordinal, similarity: cosine(query, ordinal) }))
        .toSorted((a, b) => b.similarity - a.similarity || a.ordinal - b.ordinal)
        .slice(0, wanted);
    },
    vector: (ordinal) => read(ordinal, new Float32Array(dimensions)),
    close: () => closeSync(descriptor),
  };
}

/** Distances between centred rows put them in the order of their cosines, since all have the length 1. */
function emptyGraph(dimensions: number, rows: number): Index {
  const { Index, MetricKind, ScalarKind } = usearchLibrary();
  return new Index({
    metric: MetricKind.L2sq,
    quantization: ScalarKind.I8,
    dimensions,
    connectivity: EDGES_PER_NODE,
    expansion_add: BUILD_BREADTH,
    expansion_search: searchBreadth(rows, USUAL_COUNT),
    multi: false,
  });
}
