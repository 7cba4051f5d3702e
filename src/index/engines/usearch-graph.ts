import { utimesSync } from 'node:fs';
import type { Index, Matches } from 'usearch';
import type { SearchWidth } from './ef-search.ts';
import { usearchLibrary } from './usearch-library.ts';

/** Edges a node has on each upper level; twice as many on the lowest. */
const EDGES_PER_NODE = 16;

/** Breadth of the search for edges while building. */
const BUILD_BREADTH = 128;

/** The library searches at least as broadly as this, and as broadly as it is asked for neighbours: so who asks decides. */
const LEAST_BREADTH = 1;

/** Rows that are searched for themselves in one call of the library. */
const BATCH_ROWS = 1024;

/** Of the first, quick search of rows for themselves: whoever it finds, a broader one finds too. */
const QUICK: SearchWidth = { breadth: 16, compared: 8 };

/**
 * More than one thread loses rows: of 1,265 published embeddings up to 17 did not find themselves in graphs that two
 * threads had built, of 20,000 drawn ones 3; in those of one thread, all did. So the graph repeats, too.
 */
const THREADS = 1;

/**
 * An empty graph over centred bytes. Distances between them put rows in the order of their cosines, since all have the
 * length 1.
 */
export function emptyGraph(dimensions: number): Index {
  const { Index, MetricKind, ScalarKind } = usearchLibrary();
  return new Index({
    metric: MetricKind.L2sq,
    quantization: ScalarKind.I8,
    dimensions,
    connectivity: EDGES_PER_NODE,
    expansion_add: BUILD_BREADTH,
    expansion_search: LEAST_BREADTH,
    multi: false,
  });
}

/** Adds rows, whole ones one after the other, under the ordinals from `first` on. */
export function addRows(graph: Index, first: number, rows: Int8Array): void {
  const count = rows.length / Number(graph.dimensions());
  const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(first + i));
  graph.add(keys, rows, THREADS);
}

/** Where the words of a key lie that tell its ordinal: keys have 64 bits. */
const KEY_WORDS = 2;

/** What several queries brought up. */
export interface NearInGraph {
  /** Of each query the ordinals, nearest first, as many as came up. */
  ordinals: Uint32Array[];
  /** Their squared distances to it, in bytes. */
  distances: Float32Array[];
}

/** @param queries whole ones one after the other @param breadth of the search: as many come up for each, where there are so many */
export function nearestInGraph(graph: Index, queries: Int8Array, breadth: number): NearInGraph {
  const count = queries.length / Number(graph.dimensions());
  const found: Matches & { counts?: BigUint64Array } = graph.search(queries, breadth, THREADS);
  const words = new Uint32Array(found.keys.buffer, found.keys.byteOffset, KEY_WORDS * found.keys.length);
  const near: NearInGraph = { ordinals: [], distances: [] };
  for (let i = 0; i < count; i++) {
    // One query's answer has no counts.
    const rows = found.counts === undefined ? found.keys.length : Number(found.counts[i]);
    const first = i * breadth;
    const ordinals = new Uint32Array(rows);
    for (let at = 0; at < rows; at++) ordinals[at] = words[KEY_WORDS * (first + at)];
    near.ordinals.push(ordinals);
    near.distances.push(found.distances.subarray(first, first + rows));
  }
  return near;
}

/**
 * The rows of a saved graph that the narrowest search for themselves does not bring up. A row that is equal to all those that
 * come up is not among them: it is as good as found.
 * @param bytesOf the centred bytes of the rows `first` to `first + count − 1`
 */
export function unreachableOf(
  file: string,
  dimensions: number,
  rows: number,
  { breadth, compared }: SearchWidth,
  bytesOf: (first: number, count: number) => Int8Array,
): number[] {
  const graph = emptyGraph(dimensions);
  graph.view(file);
  const unsure: number[] = [];
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const batch = Math.min(BATCH_ROWS, rows - first);
    // Of tens of millions of rows this takes an hour, after which nobody would know the file from one that was left behind.
    utimesSync(file, new Date(), new Date());
    const near = nearestInGraph(graph, bytesOf(first, batch), QUICK.breadth);
    for (let i = 0; i < batch; i++) if (!isAmong(near, i, first + i, QUICK.compared)) unsure.push(first + i);
  }
  return unsure.filter((ordinal) => {
    const near = nearestInGraph(graph, bytesOf(ordinal, 1), Math.min(rows, breadth));
    return !isAmong(near, 0, ordinal, compared);
  });
}

function isAmong({ ordinals, distances }: NearInGraph, i: number, ordinal: number, count: number): boolean {
  const isEqual = distances[i].subarray(0, count).every((distance) => distance === 0);
  return isEqual || ordinals[i].subarray(0, count).includes(ordinal);
}
