import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundled, type Bundled } from '../helpers/bundled.ts';
import { databaseEngines, type DatabaseEngine, type TestDatabase } from '../helpers/databases.ts';
import { sized } from '../helpers/size.ts';
import { MOST_ROWS, ROWS, SPACE } from './fault-rows.ts';
import { runAndKill } from './run-and-kill.ts';
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
        return await whatIsThere(database, home.settings.dataDir!, SPACE, MOST_ROWS);
      } finally {
        await database.close();
      }
    }

    it.skipIf(!engine.available)(
      'again and again, at any instant, ends as one that was never broken off',
      async () => {
        const unbroken = await fresh();
        let { ranMs } = await runAndKill(program, unbroken, null);
        const expected = await result(unbroken);
        expect(expected.length).toBeGreaterThan(ROWS * 0.95);

        let kills = 0;
        while (kills < wanted) {
          const home = await fresh();
          // Each run gets a little further, until one comes to its end.
          for (let runs = 0, isDone = false; !isDone && kills < wanted; runs++) {
            const killAfterMs = Math.random() * ranMs;
            const { ranMs: took } = await runAndKill(program, home, killAfterMs);
            isDone = took < killAfterMs;
            if (!isDone) kills++;
            // The first one may have been slow, beside others: hardly any would be killed before its end.
            else if (runs === 0) ranMs = took;
          }
          await runAndKill(program, home, null);
          expect(await result(home)).toEqual(expected);
        }
      },
      1_800_000,
    );
  },
);
