// Search throughput of one thread, the plain build of hnswlib beside the one for AVX2, and what the approximate
// search misses:
//
//   npx tsx scripts/bench/search.ts [--rows 20000] [--dimensions 512] [--queries 200] [--rounds 25]
//
// Both builds search the same graph file with the same queries in processes of their own, turn by turn, so that
// whatever else the machine does falls on both.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { flat } from '../../src/index/engines/flat.ts';
import { hnsw } from '../../src/index/engines/hnsw.ts';
import { searchBreadth } from '../../src/index/engines/ef-search.ts';
import { hnswlibBuild } from '../../src/index/engines/hnswlib-library.ts';
import type { VectorIndex, VectorIndexEngine } from '../../src/index/engines/vector-index.ts';
import { addonInUse, plainAddon, spread } from './addons.ts';
import { clusteredVectors } from './clustered-vectors.ts';
import type { Searched, ToSearch } from './search-rounds.ts';

const NEIGHBOURS = 10;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    dimensions: { type: 'string', default: '512' },
    queries: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '25' },
  },
});
const rows = Number(options.rows);
const dimensions = Number(options.dimensions);
const vectors = clusteredVectors(rows, dimensions);
const copies = vectors.copies(Number(options.queries));
const unseen = vectors.unseen(Number(options.queries));
const folder = mkdtempSync(join(tmpdir(), 'trainspot-bench-'));

try {
  const exact = await built(flat);
  const approximate = await built(hnsw);
  console.log(`hnsw, ef ${searchBreadth(rows, NEIGHBOURS)}, recall@${NEIGHBOURS} against flat:`);
  console.log(`  edited copies (cosine 0.90–0.97)  ${recall(exact, approximate, copies).toFixed(4)}`);
  console.log(`  unseen, of the same clusters      ${recall(exact, approximate, unseen).toFixed(4)}`);
  await compareBuilds();
} finally {
  rmSync(folder, { recursive: true });
}

async function built(engine: VectorIndexEngine): Promise<VectorIndex> {
  const started = performance.now();
  const builder = engine.create(dimensions, rows);
  for (const row of vectors.rows) builder.add(row);
  const seconds = (performance.now() - started) / 1000;
  await builder.save(indexFile(engine));
  console.log(`${engine.name}: ${rows} rows of ${dimensions} dimensions added in ${seconds.toFixed(1)} s`);
  return engine.open(indexFile(engine), dimensions, rows);
}

function indexFile(engine: VectorIndexEngine): string {
  return join(folder, engine.name);
}

function recall(exact: VectorIndex, approximate: VectorIndex, queries: Float32Array[]): number {
  let found = 0;
  for (const query of queries) {
    const brought = new Set(approximate.search(query, NEIGHBOURS).map(({ ordinal }) => ordinal));
    found += exact.search(query, NEIGHBOURS).filter(({ ordinal }) => brought.has(ordinal)).length;
  }
  return found / (queries.length * NEIGHBOURS);
}

async function compareBuilds(): Promise<void> {
  if (hnswlibBuild() === 'plain') {
    console.log('This machine runs the plain build; there is no other to compare it with.');
    return;
  }
  const searchers = {
    plain: await startSearcher(plainAddon()),
    avx2: await startSearcher(addonInUse()),
  };
  const rates: Record<keyof typeof searchers, number[]> = { plain: [], avx2: [] };
  const ratios: number[] = [];
  for (let round = 0; round < Number(options.rounds); round++) {
    const order = round % 2 ? (['plain', 'avx2'] as const) : (['avx2', 'plain'] as const);
    for (const build of order) rates[build].push(await searchOnce(searchers[build]));
    ratios.push(rates.avx2[round] / rates.plain[round]);
  }
  for (const searcher of Object.values(searchers)) searcher.kill();
  for (const build of ['plain', 'avx2'] as const) {
    console.log(`${build.padEnd(5)} ${spread(rates[build], 0)} queries/s, one thread`);
  }
  console.log(`avx2 / plain: ${spread(ratios, 2)} (${ratios.length} rounds)`);
}

async function startSearcher(addon: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('search-rounds.ts', import.meta.url));
  const preload = fileURLToPath(new URL('use-addon.cjs', import.meta.url));
  const searcher = fork(script, {
    execArgv: ['--require', preload, '--import', 'tsx'],
    env: { ...process.env, BENCH_ADDON: addon },
    serialization: 'advanced',
  });
  const task: ToSearch = {
    file: indexFile(hnsw),
    dimensions,
    rows,
    queries: copies,
    count: NEIGHBOURS,
  };
  searcher.send(task);
  // The first round warms caches and the compiler, and is not counted.
  await once(searcher, 'message');
  return searcher;
}

async function searchOnce(searcher: ChildProcess): Promise<number> {
  searcher.send('again');
  const [{ queriesPerSecond }] = (await once(searcher, 'message')) as [Searched];
  return queriesPerSecond;
}
