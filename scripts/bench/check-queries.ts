// What a check asks of the database, and what that costs:
//
//   npm run build && npx tsx scripts/bench/check-queries.ts [--rows 5000] [--pictures DIR] [--sample 24] [--rounds 5]
//     [--other ROOT] [--folder DIR]
//
// ROOT is another checkout of this project, built. Each side is a process of its own over a copy of one data folder with the
// embedded database; it checks every picture once and remembers what was asked, and then asks that again, turn by turn, while
// nothing else runs: the processor's time is then the database's alone, with what goes to its thread and back.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { spread } from './addons.ts';
import type { QueriesTask, QueryFigures } from './check-queries-rounds.ts';
import { fillDataFolder } from './fill-data-folder.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000' },
    pictures: {
      type: 'string',
      default: fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url)),
    },
    sample: { type: 'string', default: '24' },
    rounds: { type: 'string', default: '5' },
    other: { type: 'string' },
    folder: { type: 'string' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'trainspot-queries-'));
try {
  const filled = options.folder ? resolve(options.folder) : join(folder, 'filled');
  if (!existsSync(filled)) await fillDataFolder(filled, Number(options.rows));
  const roots: Record<string, string> = {
    'this checkout': fileURLToPath(new URL('../../', import.meta.url)),
    ...(options.other ? { 'the other checkout': resolve(options.other) } : {}),
  };
  const sides = new Map<string, { runner: ChildProcess; figures: QueryFigures[] }>();
  for (const [name, root] of Object.entries(roots)) {
    const dataDir = join(folder, String(sides.size));
    cpSync(filled, dataDir, { recursive: true });
    sides.set(name, { runner: await started({ root, dataDir }), figures: [] });
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const { runner, figures } of round % 2 ? [...sides.values()].toReversed() : sides.values()) {
      runner.send('again');
      figures.push(((await once(runner, 'message')) as [QueryFigures])[0]);
    }
  }
  for (const { runner } of sides.values()) runner.kill();
  for (const [name, { figures }] of sides) {
    console.log(
      `${name.padEnd(20)} ${figures[0].queriesPerCheck.toFixed(1)} questions a check, ` +
        `${spread(
          figures.map(({ cpuMsPerCheck }) => cpuMsPerCheck),
          2,
        )} CPU ms a check`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function started(side: Pick<QueriesTask, 'root' | 'dataDir'>): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('check-queries-rounds.ts', import.meta.url));
  const runner = fork(script, { execArgv: ['--import', 'tsx'] });
  const task: QueriesTask = { ...side, pictures: options.pictures, sample: Number(options.sample) };
  runner.send(task);
  // The first round warms the compilers, and is not counted.
  await once(runner, 'message');
  return runner;
}
