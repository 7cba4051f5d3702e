// The engines of vector indexes side by side: what a row costs to build, on the disk and in memory, and what a search
// finds and takes.
//
//   npx tsx scripts/bench/engines.ts [--rows 100000] [--dimensions 512] [--queries 200] [--engines hnsw,usearch]
//
// One process an engine, one after another, on the same vectors; figures of memory are of that process.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { EngineFigures, EngineTask } from './engine-figures.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    dimensions: { type: 'string', default: '512' },
    queries: { type: 'string', default: '200' },
    engines: { type: 'string', default: 'hnsw,usearch' },
  },
});

const all: EngineFigures[] = [];
for (const engine of options.engines.split(',')) {
  const task: EngineTask = {
    engine,
    rows: Number(options.rows),
    dimensions: Number(options.dimensions),
    queries: Number(options.queries),
  };
  const child = fork(fileURLToPath(new URL('engine-figures.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--expose-gc', '--max-old-space-size=16000'],
  });
  child.send(task);
  const [figures] = (await once(child, 'message')) as [EngineFigures];
  all.push(figures);
}

console.log(
  `${options.rows} rows of ${options.dimensions} dimensions, ${options.queries} queries of each kind`,
);
console.table(Object.fromEntries(all.map(({ engine, ...figures }) => [engine, figures])));
const [first, ...others] = all;
for (const other of others) {
  const ratio = (name: keyof Omit<EngineFigures, 'engine'>): string => (other[name] / first[name]).toFixed(2);
  console.log(
    `${other.engine} / ${first.engine}: rows built a second ${ratio('rowsPerSecond')}, bytes a row on the disk ` +
      `${ratio('diskBytesPerRow')}, queries a second ${ratio('queriesPerSecond')}`,
  );
}
