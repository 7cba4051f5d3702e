import { closeSync, openSync, readSync } from 'node:fs';
import { open as openFile, stat } from 'node:fs/promises';
import { TrainspotError } from '../../core/errors.ts';
import { dotOfHalves, fromHalves, toHalves } from '../../core/half-float.ts';
import { notWrittenWhole, openPieces, readPieces } from './index-file.ts';
import { centredBytes, meanOf, scaleOf } from './centred-bytes.ts';
import { checkUsearchFile, HALF_BYTES, trailerOf } from './usearch-file.ts';
import { addRows, emptyGraph, nearestInGraph, unreachableOf } from './usearch-graph.ts';
import { usearchLibrary } from './usearch-library.ts';
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

/** Rows that the graph is asked for, for each one that is wanted, and at least. */
const ASKED_PER_WANTED = 1.5;
const MIN_ASKED = 64;

/**
 * Approximate search in a navigable graph over bytes, by usearch, with the rows that it brings up compared exactly in
 * 16-bit floats. The graph is mapped from the file, and the rows are read from it one by one, so an open index takes
 * no memory of the process. A row that the graph does not bring up by its own vector is listed in the file, and compared
 * with every query: none is out of reach. The same rows in the same order give the same graph.
 */
export const usearch: VectorIndexEngine = {
  name: 'usearch',
  cosineError: 5e-4,
  expectLibrary: () => void usearchLibrary(),
  create,
  build(dimensions, rows, source) {
    checkShape(dimensions, rows);
    eachVector(source, dimensions, rows, () => {});
    return graphOf(dimensions, rows, source);
  },
  open,
  async openVectors(file, dimensions, rows) {
    const { rowsAt } = await checkUsearchFile(file, dimensions, rows);
    const pieces = openPieces(file);
    const rowBytes = dimensions * HALF_BYTES;
    return {
      read(first, count) {
        const bytes = pieces.read(rowsAt + first * rowBytes, count * rowBytes);
        return fromHalves(new Uint16Array(bytes.buffer));
      },
      close: () => pieces.close(),
    };
  },
  async readVectors(file, dimensions, rows, ordinals) {
    const { rowsAt } = await checkUsearchFile(file, dimensions, rows);
    const rowBytes = dimensions * HALF_BYTES;
    const places = ordinals.map((ordinal) => rowsAt + ordinal * rowBytes);
    const pieces = await readPieces(file, places, rowBytes);
    // Copied, because a view of halves must start at a multiple of 2.
    return pieces.map((piece) => fromHalves(new Uint16Array(new Uint8Array(piece).buffer)));
  },
};

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
    save(file) {
      const source: VectorSource = {
        read: (first, count) => fromHalves(halves.subarray(first * dimensions, (first + count) * dimensions)),
      };
      return graphOf(dimensions, rows, source).save(file);
    },
  };
}

/** @param source of vectors that were checked */
function graphOf(dimensions: number, rows: number, source: VectorSource): Pick<VectorIndexBuilder, 'save'> {
  const mean = meanOf(source, dimensions, rows);
  const scale = scaleOf(source, mean, rows);
  const bytesOf = (first: number, count: number): Int8Array =>
    centredBytes(source.read(first, count), mean, scale);
  const graph = emptyGraph(dimensions, rows);
  for (let first = 0; first < rows; first += SOURCE_ROWS) {
    addRows(graph, first, bytesOf(first, Math.min(SOURCE_ROWS, rows - first)));
  }

  async function write(file: string): Promise<void> {
    graph.save(file);
    // Mapped from now on: the memory in which it was built is let go of.
    graph.view(file);
    const { size: graphBytes } = await stat(file);
    const unreachable = Uint32Array.from(unreachableOf(file, dimensions, rows, MIN_ASKED, bytesOf));
    const handle = await openFile(file, 'a');
    try {
      for (let first = 0; first < rows; first += SOURCE_ROWS) {
        const halves = toHalves(source.read(first, Math.min(SOURCE_ROWS, rows - first)));
        await handle.writeFile(bytesIn(halves));
      }
      for (const part of [mean, unreachable]) await handle.writeFile(bytesIn(part));
      await handle.writeFile(trailerOf(graphBytes, rows, dimensions, unreachable.length, scale));
    } finally {
      await handle.close();
    }
  }

  return {
    async save(file) {
      try {
        await write(file);
        await checkUsearchFile(file, dimensions, rows);
      } catch (cause) {
        throw notWrittenWhole(cause);
      }
    },
  };
}

function bytesIn(part: Uint16Array | Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
}

async function open(file: string, dimensions: number, rows: number): Promise<VectorIndex> {
  const {
    rowsAt,
    meanAt,
    straysAt,
    unreachable: unreachableCount,
    scale,
  } = await checkUsearchFile(file, dimensions, rows);
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
  const unreachable = new Uint32Array(unreachableCount);
  if (unreachableCount > 0) readSync(descriptor, unreachable, { position: straysAt });
  const halves = new Uint16Array(dimensions);
  const rowBytes = dimensions * HALF_BYTES;

  function read(ordinal: number): Uint16Array {
    readSync(descriptor, halves, 0, rowBytes, rowsAt + ordinal * rowBytes);
    return halves;
  }

  return {
    rows,
    dimensions,
    search(query, count) {
      checkVector(query, dimensions, 'The query');
      const wanted = neighbourCount(count, rows);
      if (wanted === 0) return [];
      const asked = Math.min(rows, Math.max(MIN_ASKED, Math.ceil(ASKED_PER_WANTED * wanted)));
      const ordinals = new Set(nearestInGraph(graph, centredBytes(query, mean, scale), asked).ordinals);
      for (const stray of unreachable) ordinals.add(stray);
      const compared = Array.from(ordinals, (ordinal): Neighbour => {
        return { ordinal, similarity: asCosine(dotOfHalves(read(ordinal), query)) };
      });
      return compared
        .toSorted((a, b) => b.similarity - a.similarity || a.ordinal - b.ordinal)
        .slice(0, wanted);
    },
    vector: (ordinal) => fromHalves(read(ordinal)),
    close: () => closeSync(descriptor),
  };
}
