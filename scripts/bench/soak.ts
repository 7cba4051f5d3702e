// Whether a server that is asked for twice what it can do keeps its memory: checks of ever new pictures, and by the
// minute what it holds.
//
//   npm run build && npx tsx scripts/bench/soak.ts [--minutes 10] [--database-url postgres://…]
//
// It runs over the demo set, in a data folder (and in a database of that server) of its own. Ends with 1 where memory
// grows. What the first two minutes hold, and the first 1,000 answers, is not counted: so many checks are remembered.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openPostgres } from '../../src/db/postgres.ts';
import { closedLoop, newLoad, openLoop, p95, type Load } from './soak-load.ts';
import { readMemory, slopeOf, type Memory } from './soak-memory.ts';

const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, 'database-url': { type: 'string' } },
});
const MINUTES = Number(options.minutes);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CAPACITY_SECONDS = 20;
const WARM_UP_MINUTES = 2;
const WARM_UP_ANSWERS = 1_000;
const SAMPLE_MS = 2_000;
const MIB = 1024 * 1024;
/** Growth that a collector and an allocator show by chance. */
const FLAT_MIB_A_MINUTE = { heap: 1, external: 1, rss: 5 };

const folder = mkdtempSync(join(tmpdir(), 'trainspot-soak-'));
const home = options['database-url'] === undefined ? null : await ownDatabase(options['database-url']);
const server = await startServer(home?.databaseUrl);
try {
  if (!(await soak(server.address, server.child.pid!))) process.exitCode = 1;
} finally {
  server.child.kill('SIGTERM');
  await new Promise((resolve) => server.child.once('exit', resolve));
  await home?.remove();
  rmSync(folder, { recursive: true });
}

/** @returns whether memory was flat */
async function soak(address: string, pid: number): Promise<boolean> {
  console.log(`Database: ${home ? 'PostgreSQL' : 'embedded'}; Node.js ${process.version}`);
  // The first checks open the model, and are not counted.
  await closedLoop(address, CAPACITY_SECONDS / 2);
  const capacity = (await closedLoop(address, CAPACITY_SECONDS)).answeredMs.length / CAPACITY_SECONDS;
  console.log(`Capacity: ${capacity.toFixed(1)} checks a second; offered: ${(2 * capacity).toFixed(1)}`);
  console.log('minute  heap MiB  external MiB  RSS MiB  answered  refused  failed  p95 ms');
  const floors: Memory[] = [];
  const all = newLoad();
  for (let minute = 1; minute <= MINUTES; minute++) {
    const [load, floor] = await Promise.all([
      openLoop(address, 2 * capacity, 60),
      floorOf(address, pid, 60_000),
    ]);
    all.answeredMs.push(...load.answeredMs);
    all.refused += load.refused;
    all.failed += load.failed;
    if (minute > WARM_UP_MINUTES && all.answeredMs.length > WARM_UP_ANSWERS) floors.push(floor);
    console.log(lineOf(minute, floor, load));
  }
  const mib = (bytes: number): string => (bytes / MIB).toFixed(1);
  console.log(
    `Answered ${all.answeredMs.length} (p95 ${p95(all.answeredMs)} ms), refused ${all.refused}, failed ${all.failed}`,
  );
  let isFlat = true;
  for (const [kind, most] of Object.entries(FLAT_MIB_A_MINUTE) as [keyof Memory, number][]) {
    // What native code took and gave back it is slow to hand over: that is judged by the later half.
    const judged = kind === 'rss' ? floors.slice(floors.length >> 1) : floors;
    const slope = slopeOf(judged.map((floor) => floor[kind]));
    const flat = slope < most * MIB;
    isFlat &&= flat;
    console.log(
      `${kind}: ${mib(slope)} MiB a minute over ${judged.length} minutes: ${flat ? 'flat' : 'GROWS'}`,
    );
  }
  return isFlat;
}

function lineOf(minute: number, { heap, external, rss }: Memory, load: Load): string {
  const mib = [heap, external, rss].map((bytes) => (bytes / MIB).toFixed(1));
  const counts = [load.answeredMs.length, load.refused, load.failed, p95(load.answeredMs)];
  const widths = [6, 10, 14, 9, 10, 9, 8, 8];
  return [minute, ...mib, ...counts].map((value, i) => String(value).padStart(widths[i])).join('');
}

/** The least of what is held over a while: what is above it waits for a collection. */
async function floorOf(address: string, pid: number, ms: number): Promise<Memory> {
  const samples: Memory[] = [];
  for (const end = Date.now() + ms; Date.now() < end; await setTimeout(SAMPLE_MS)) {
    samples.push(await readMemory(address, pid));
  }
  const least = (kind: keyof Memory): number => Math.min(...samples.map((sample) => sample[kind]));
  return { heap: least('heap'), external: least('external'), rss: least('rss') };
}

async function startServer(
  databaseUrl: string | undefined,
): Promise<{ address: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['scripts/trainspot.mjs', 'serve', '--demo', '--data', folder], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'error',
      // As the command sets it for a server; here it is one process, whose memory can be read.
      MALLOC_TRIM_THRESHOLD_: '131072',
      RATE_LIMIT_PER_MINUTE: '1000000',
      DATABASE_URL: databaseUrl ?? '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /Trainspot is ready: (\S+)\//.exec(output);
      if (ready) resolve(ready[1]);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return { address, child };
}

async function ownDatabase(url: string): Promise<{ databaseUrl: string; remove: () => Promise<void> }> {
  const name = `trainspot_soak_${randomUUID().replaceAll('-', '')}`;
  const run = async (statement: string): Promise<void> => {
    const database = await openPostgres(url);
    await database.runScript(statement).finally(() => database.close());
  };
  await run(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { databaseUrl: own.href, remove: () => run(`drop database ${name} with (force)`) };
}
