import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundled, type Bundled } from '../helpers/bundled.ts';
import { databaseEngines, type DatabaseEngine, type TestDatabase } from '../helpers/databases.ts';
import { sized } from '../helpers/size.ts';
import { BATCH_ROWS, ROWS, SEGMENT_ROWS, SPACE } from './fault-rows.ts';
import { whatIsThere } from './what-is-there.ts';

let program: Bundled;
beforeAll(async () => {
  program = await bundled(new URL('./ingesting-process.ts', import.meta.url));
});
afterAll(() => program?.remove());

/**
 * How often, and in how many series at once: a series waits for one process at a time. The embedded database takes seconds to
 * start, and is killed less often.
 */
const SERIES: Record<DatabaseEngine['name'], readonly number[]> = {
  postgres: [sized(3, 50), sized(3, 50)],
  pglite: [sized(2, 12)],
};
const ALL_SERIES = databaseEngines.flatMap((engine) =>
  SERIES[engine.name].map((kills, i) => ({ engine, name: engine.name, series: i + 1, kills })),
);

/** One run of the ingest; killed so many milliseconds after it began, unless that is null or it was done before. */
async function ingest({ settings }: TestDatabase, killAfterMs: number | null): Promise<{ ranMs: number }> {
  const words = [settings.dataDir, ...('databaseUrl' in settings ? [settings.databaseUrl!] : [])];
  const child = spawn(process.execPath, [program.path, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A hundred of them in a row: other tests beside this one are to have the cores first.
  setPriority(child.pid!, constants.priority.PRIORITY_LOW);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  let begun = 0;
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'begins') continue;
    begun = performance.now();
    if (killAfterMs !== null) setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  }
  const [code] = await exited;
  if (killAfterMs === null) expect(code).toBe(0);
  expect([0, null]).toContain(code);
  return { ranMs: performance.now() - begun };
}

describe.concurrent.each(ALL_SERIES)(
  'an ingest into $name that is killed, series $series',
  ({ engine, kills: wanted }) => {
    const homes: TestDatabase[] = [];
    afterEach(async () => {
      for (const home of homes.splice(0)) await home.remove();
    });
    async function fresh(): Promise<TestDatabase> {
      const home = await engine.create();
      await mkdir(join(home.settings.dataDir!, 'segments'), { recursive: true });
      homes.push(home);
      return home;
    }
    async function result(home: TestDatabase): Promise<string[]> {
      const database = await home.open();
      try {
        return await whatIsThere(database, home.settings.dataDir!, SPACE, SEGMENT_ROWS + BATCH_ROWS);
      } finally {
        await database.close();
      }
    }

    it.skipIf(!engine.available)(
      'again and again, at any instant, ends as one that was never broken off',
      async () => {
        const unbroken = await fresh();
        let { ranMs } = await ingest(unbroken, null);
        const expected = await result(unbroken);
        expect(expected.length).toBeGreaterThan(ROWS * 0.95);

        let kills = 0;
        while (kills < wanted) {
          const home = await fresh();
          // Each run gets a little further, until one comes to its end.
          for (let runs = 0, isDone = false; !isDone && kills < wanted; runs++) {
            const killAfterMs = Math.random() * ranMs;
            const { ranMs: took } = await ingest(home, killAfterMs);
            isDone = took < killAfterMs;
            if (!isDone) kills++;
            // The first one may have been slow, beside others: hardly any would be killed before its end.
            else if (runs === 0) ranMs = took;
          }
          await ingest(home, null);
          expect(await result(home)).toEqual(expected);
        }
      },
      1_800_000,
    );
  },
);
