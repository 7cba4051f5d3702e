// Embedding, search and whole-check throughput of the built service, with the plain build of hnswlib beside the
// one for AVX2:
//
//   npm run build && npx tsx scripts/bench/checks.ts [--rows 20000] [--rounds 5] [--pictures DIR]
//
// Both run in processes of their own over copies of one data folder, turn by turn, so that whatever else the
// machine does falls on both. The rows' vectors are synthetic; the queries are real pictures (the demo set's,
// or DIR's).
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addonInUse, plainAddon, spread } from './addons.ts';
import type { Figures } from './check-rounds.ts';
import { fillDataFolder } from './fill-data-folder.ts';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '5' },
    pictures: {
      type: 'string',
      default: fileURLToPath(new URL('../../assets/demo/pictures/', import.meta.url)),
    },
  },
});

const LABELS: Record<keyof Figures, string> = {
  fingerprintsPerSecond: 'fingerprints/s, one view (embedding + hashes)',
  viewFingerprintsPerSecond: 'fingerprints/s, six views',
  searchesPerSecond: 'searches/s, six vectors each',
  checksPerSecond: 'whole checks/s, eight at once',
  checkMs: 'whole check alone, ms (p50)',
  eventLoopDelayMs: 'event-loop delay under eight checks, ms (p99)',
};
const BUILDS = ['plain', 'avx2'] as const;

const folder = mkdtempSync(join(tmpdir(), 'trainspot-bench-'));
try {
  const data = join(folder, 'data');
  await fillDataFolder(data, Number(options.rows));
  console.log(`${options.rows} rows of synthetic vectors, 256 dimensions, and the demo set`);
  const runners = {
    plain: await startRunner('plain', data, plainAddon()),
    avx2: await startRunner('avx2', data, addonInUse()),
  };
  const figures: Record<(typeof BUILDS)[number], Figures[]> = { plain: [], avx2: [] };
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const build of round % 2 ? BUILDS : BUILDS.toReversed()) {
      figures[build].push(await runOnce(runners[build]));
    }
  }
  for (const runner of Object.values(runners)) runner.kill();
  print(figures);
} finally {
  rmSync(folder, { recursive: true });
}

async function startRunner(build: string, data: string, addon: string): Promise<ChildProcess> {
  const own = `${data}-${build}`;
  cpSync(data, own, { recursive: true });
  const script = fileURLToPath(new URL('check-rounds.ts', import.meta.url));
  const preload = fileURLToPath(new URL('use-addon.cjs', import.meta.url));
  const runner = fork(script, [own, options.pictures], {
    execArgv: ['--require', preload, '--import', 'tsx'],
    env: { ...process.env, BENCH_ADDON: addon },
  });
  // The first round warms caches and the compiler, and is not counted.
  await once(runner, 'message');
  return runner;
}

async function runOnce(runner: ChildProcess): Promise<Figures> {
  runner.send('again');
  const [figures] = (await once(runner, 'message')) as [Figures];
  return figures;
}

function print(figures: Record<(typeof BUILDS)[number], Figures[]>): void {
  for (const [name, label] of Object.entries(LABELS) as [keyof Figures, string][]) {
    const of = (build: (typeof BUILDS)[number]): number[] => figures[build].map((round) => round[name]);
    const ratios = of('avx2').map((figure, round) => figure / of('plain')[round]);
    console.log(label);
    for (const build of BUILDS) console.log(`  ${build.padEnd(12)} ${spread(of(build), 1)}`);
    console.log(`  avx2 / plain ${spread(ratios, 2)}`);
  }
}
