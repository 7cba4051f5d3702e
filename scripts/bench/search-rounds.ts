// One build's side of `search.ts`: a process with the addon it was started with, which searches once for each
// message.
import type { Embedding } from '../../src/core/embedding.ts';
import { hnsw } from '../../src/index/engines/hnsw.ts';
import type { VectorIndex } from '../../src/index/engines/vector-index.ts';

export interface ToSearch {
  file: string;
  dimensions: number;
  rows: number;
  queries: readonly Embedding[];
  count: number;
}

export interface Searched {
  queriesPerSecond: number;
}

let search: () => Searched;

process.on('message', (message: ToSearch | 'again') => {
  void answer(message).then((searched) => process.send?.(searched));
});

async function answer(message: ToSearch | 'again'): Promise<Searched> {
  if (message !== 'again') {
    const { file, dimensions, rows, queries, count } = message;
    const index = await hnsw.open(file, dimensions, rows);
    search = () => timed(index, queries, count);
  }
  return search();
}

function timed(index: VectorIndex, queries: readonly Embedding[], count: number): Searched {
  const started = performance.now();
  for (const query of queries) index.search(query, count);
  return { queriesPerSecond: (queries.length * 1000) / (performance.now() - started) };
}
