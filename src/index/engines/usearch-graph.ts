import { utimesSync } from 'node:fs';
import type { Index } from 'usearch';
import { searchBreadth } from './ef-search.ts';
import { usearchLibrary } from './usearch-library.ts';

/** Edges a node has on each upper level; twice as many on the lowest. */
const EDGES_PER_NODE = 16;

/** Breadth of the search for edges while building. */
const BUILD_BREADTH = 128;

/**
 * Neighbours that searches are made broad for; beyond it the library widens them by itself. Of a million drawn rows in ten
 * segments, 100 gave a recall@10 of .988.
 */
const USUAL_COUNT = 160;

/** Rows that are searched for themselves in one call of the library. */
const BATCH_ROWS = 1024;

/** Of the first, quick search of rows for themselves: whoever it finds, a broader one finds too. */
const QUICK_COUNT = 8;
const QUICK_BREADTH = 16;

/**
 * More than one thread loses rows: of 1,265 published embeddings up to 17 did not find themselves in graphs that two
 * threads had built, of 20,000 drawn ones 3; in those of one thread, all did. So the graph repeats, too.
 */
const THREADS = 1;

/**
 * An empty graph over centred bytes. Distances between them put rows in the order of their cosines, since all have the
 * length 1.
 * @param breadth of its searches, at least; that of queries when left out
 */
export function emptyGraph(
  dimensions: number,
  rows: number,
  breadth = searchBreadth(rows, USUAL_COUNT),
): Index {
  const { Index, MetricKind, ScalarKind } = usearchLibrary();
  return new Index({
    metric: MetricKind.L2sq,
    quantization: ScalarKind.I8,
    dimensions,
    connectivity: EDGES_PER_NODE,
    expansion_add: BUILD_BREADTH,
    expansion_search: breadth,
    multi: false,
  });
}

/** Adds rows, whole ones one after the other, under the ordinals from `first` on. */
export function addRows(graph: Index, first: number, rows: Int8Array): void {
  const count = rows.length / Number(graph.dimensions());
  const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(first + i));
  graph.add(keys, rows, THREADS);
}

/** The ordinals of what a query brings up, nearest first, and their squared distances to it in bytes. */
export function nearestInGraph(
  graph: Index,
  query: Int8Array,
  count: number,
): { ordinals: number[]; distances: Float32Array } {
  const { keys, distances } = graph.search(query, count, THREADS);
  return { ordinals: Array.from(keys, Number), distances };
}

/**
 * The rows of a saved graph that a search for themselves does not bring up among the first `count`. A row that is
 * equal to all those that come up is not among them: it is as good as found.
 * @param bytesOf the centred bytes of the rows `first` to `first + count − 1`
 */
export function unreachableOf(
  file: string,
  dimensions: number,
  rows: number,
  count: number,
  bytesOf: (first: number, count: number) => Int8Array,
): number[] {
  const quick = emptyGraph(dimensions, rows, QUICK_BREADTH);
  quick.view(file);
  const unsure: number[] = [];
  for (let first = 0; first < rows; first += BATCH_ROWS) {
    const batch = Math.min(BATCH_ROWS, rows - first);
    // Of tens of millions of rows this takes an hour, after which nobody would know the file from one that was left behind.
    utimesSync(file, new Date(), new Date());
    const bytes = bytesOf(first, batch);
    for (let i = 0; i < batch; i++) {
      const row = bytes.subarray(i * dimensions, (i + 1) * dimensions);
      if (!findsItself(quick, row, first + i, QUICK_COUNT)) unsure.push(first + i);
    }
  }
  if (unsure.length === 0) return [];
  const graph = emptyGraph(dimensions, rows);
  graph.view(file);
  return unsure.filter((ordinal) => !findsItself(graph, bytesOf(ordinal, 1), ordinal, count));
}

function findsItself(graph: Index, row: Int8Array, ordinal: number, count: number): boolean {
  const { ordinals, distances } = nearestInGraph(graph, row, count);
  return ordinals.includes(ordinal) || distances.every((distance) => distance === 0);
}
