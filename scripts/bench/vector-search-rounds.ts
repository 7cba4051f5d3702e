// One side of `vector-search.ts`: a process that searches all queries through a checkout's own search pool, once for each message.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SearchPool, startSearchPool } from '../../src/index/search/pool.ts';

export interface PoolTask {
  /** The checkout whose pool it is. */
  root: string;
  folder: string;
  segmentIds: string[];
  dimensions: number;
  views: number;
  count: number;
}

export interface PoolFigures {
  /** Of the processor's time, all threads together. */
  queriesPerSecond: number;
  /** Shares of the queries whose nearest row came first, and of their ten nearest rows that came up among the ten first. */
  first: number;
  recall: number;
}

let round: () => Promise<PoolFigures>;

process.on('message', (message: PoolTask | 'again') => {
  void (async () => {
    if (message !== 'again') {
      round = await opened(message);
      await round();
    }
    process.send?.(await round());
  })();
});

async function opened({ root, folder, segmentIds, dimensions, views, count }: PoolTask) {
  const module = pathToFileURL(join(root, 'src/index/search/pool.ts')).href;
  const { startSearchPool: start } = (await import(module)) as { startSearchPool: typeof startSearchPool };
  const pool: SearchPool = start(2, join(folder, 'segments'));
  await pool.open([{ indexId: 1, model: 'bench', modelRevision: 'r1', dimensions, segmentIds }]);
  const bytes = readFileSync(join(folder, 'queries.f32'));
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const nearest = JSON.parse(readFileSync(join(folder, 'nearest.json'), 'utf8')) as number[][];
  const queries = nearest.map((_, i) => all.slice(i * dimensions, (i + 1) * dimensions));
  return async (): Promise<PoolFigures> => {
    const found: number[][] = [];
    const before = process.cpuUsage();
    for (let at = 0; at < queries.length; at += views) {
      const lists = await pool.search(1, queries.slice(at, at + views), count);
      for (const list of lists) found.push(list.map(({ imageId }) => imageId));
    }
    const { user, system } = process.cpuUsage(before);
    return { queriesPerSecond: (queries.length * 1e6) / (user + system), ...recallOf(found, nearest) };
  };
}

function recallOf(found: readonly number[][], nearest: readonly number[][]) {
  let [first, hits] = [0, 0];
  for (const [i, right] of nearest.entries()) {
    const among = new Set(found[i].slice(0, right.length));
    if (found[i][0] === right[0]) first++;
    hits += right.filter((id) => among.has(id)).length;
  }
  return { first: first / nearest.length, recall: hits / nearest.flat().length };
}
