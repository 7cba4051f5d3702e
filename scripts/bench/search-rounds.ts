// One build's side of `search.ts`: a process that loads the addon it is told to, and searches once for each
// message.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Embedding } from '../../src/core/embedding.ts';
import type { VectorIndex } from '../../src/index/vector-index.ts';

export interface ToSearch {
  /** Path of the addon to measure. */
  addon: string;
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
    const { addon, file, dimensions, rows, queries, count } = message;
    useAddon(addon);
    const { hnsw } = await import('../../src/index/hnsw.ts');
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

/** Puts the addon where hnswlib-node's own `require` of it will look first: into the module cache. */
function useAddon(addon: string): void {
  const require = createRequire(import.meta.url);
  const home = dirname(require.resolve('hnswlib-node/package.json'));
  const inUse = join(home, 'build', 'Release', 'addon.node');
  const loaded: unknown = require(addon);
  require.cache[inUse] = Object.assign(Object.create(require.cache[addon] ?? null), { exports: loaded });
}
