import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bundled, type Bundled } from '../helpers/bundled.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { sized } from '../helpers/size.ts';
import { MOST_ROWS, ROWS, SPACE } from './fault-rows.ts';
import { whatIsThere } from './what-is-there.ts';

/** Two: the one of the ingest, the other of who holds the database. */
const KILLS = sized(2, 24);

const homes: TestDatabase[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const home of homes.splice(0)) await home.remove();
});

let holding: Bundled;
let ingesting: Bundled;
beforeAll(async () => {
  holding = await bundled(new URL('./holding-process.ts', import.meta.url));
  ingesting = await bundled(new URL('./ingesting-process.ts', import.meta.url));
});
afterAll(async () => {
  await holding?.remove();
  await ingesting?.remove();
});

function start({ path }: Bundled, words: readonly string[]) {
  const child = spawn(process.execPath, [path, ...words], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  return {
    child,
    lines: createInterface(child.stdout),
    exited: once(child, 'exit') as Promise<[number | null]>,
  };
}

async function startHolder({ settings }: TestDatabase) {
  const holder = start(holding, [settings.dataDir]);
  const [path] = (await once(holder.lines, 'line')) as [string];
  return { ...holder, path };
}

/** One ingest; whoever is the victim is killed so many milliseconds after it began, unless it was done before. */
async function ingest(dataDir: string, path: string, victim: ChildProcess | 'itself' | null, afterMs = 0) {
  const { child, lines, exited } = start(ingesting, [dataDir, path]);
  await Promise.race([once(lines, 'line'), exited]);
  const begun = performance.now();
  const timer = victim && setTimeout(() => (victim === 'itself' ? child : victim).kill('SIGKILL'), afterMs);
  const [code] = await exited;
  if (timer) clearTimeout(timer);
  return { isDone: code === 0, ranMs: performance.now() - begun };
}

async function fresh(): Promise<TestDatabase> {
  const home = await embeddedEngine.create();
  await mkdir(join(home.settings.dataDir, 'segments'), { recursive: true });
  homes.push(home);
  return home;
}

async function result(home: TestDatabase): Promise<string[]> {
  const database = await home.open();
  try {
    return await whatIsThere(database, home.settings.dataDir, SPACE, MOST_ROWS);
  } finally {
    await database.close();
  }
}

it('an ingest beside a server ends as one that was never broken off, whichever of the two is killed, and when', async () => {
  const unbroken = await fresh();
  const first = await startHolder(unbroken);
  const { isDone, ranMs } = await ingest(unbroken.settings.dataDir, first.path, null);
  expect(isDone).toBe(true);
  first.child.stdin.end();
  await first.exited;
  const expected = await result(unbroken);
  expect(expected.length).toBeGreaterThan(ROWS * 0.95);

  const home = await fresh();
  const { dataDir } = home.settings;
  let holder = await startHolder(home);
  for (let kills = 0; kills < KILLS; kills++) {
    const victim = kills % 2 === 0 ? 'itself' : holder.child;
    await ingest(dataDir, holder.path, victim, Math.random() * ranMs * 0.8);
    if (victim === 'itself') continue;
    victim.kill('SIGKILL');
    await holder.exited;
    holder = await startHolder(home);
  }
  expect(await ingest(dataDir, holder.path, null)).toMatchObject({ isDone: true });
  holder.child.stdin.end();
  await holder.exited;
  expect(await result(home)).toEqual(expected);
}, 1_800_000);
