import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { listPublishedIndexes } from '../../src/db/indexes.ts';
import { startSearchPool } from '../../src/index/search/pool.ts';
import type { PublishedRow } from '../../src/ingest/published-rows.ts';
import { isRefused } from '../../src/ingest/manifest/format.ts';
import { bundled, type Bundled } from '../helpers/bundled.ts';
import { databaseEngines, type DatabaseEngine, type TestDatabase } from '../helpers/databases.ts';
import { sized } from '../helpers/size.ts';
import { MOST_ROWS, rows, SPACE } from './fault-rows.ts';
import { runAndKill } from './run-and-kill.ts';
import { ingestedInSmallSegments } from './small-segments.ts';
import { whatIsThere } from './what-is-there.ts';

/** Of the largest segment, one merge after the other: what is full in one is merged again in the next. */
const SIZES = ['200', '400', String(MOST_ROWS)];
const KILLS: Record<DatabaseEngine['name'], number> = { postgres: sized(4, 100), pglite: sized(2, 24) };
const COUNT = 20;

let program: Bundled;
beforeAll(async () => {
  program = await bundled(new URL('./merging-process.ts', import.meta.url));
});
afterAll(() => program?.remove());

describe.concurrent.each(databaseEngines)('a merge in $name that is killed', (engine) => {
  const homes: TestDatabase[] = [];
  afterEach(async () => {
    for (const home of homes.splice(0)) await home.remove();
  });

  async function ingested(): Promise<TestDatabase> {
    const home = await ingestedInSmallSegments(engine);
    homes.push(home);
    return home;
  }

  async function withDatabase<T>(home: TestDatabase, work: (database: Database) => Promise<T>): Promise<T> {
    const database = await home.open();
    return work(database).finally(() => database.close());
  }

  /** What a server answers, row by row and to the last digit: by address, for rows of two runs have other ids. */
  async function answers(database: Database, dataDir: string): Promise<unknown[]> {
    const saved = await database.query<{ id: number; name: string }>(
      'select i.id, f.name || i.row_id as name from images i join manifest_files f on f.id = i.file_id',
    );
    const names = new Map(saved.map(({ id, name }) => [id, name]));
    const pool = startSearchPool(1, join(dataDir, 'segments'));
    try {
      const published = await listPublishedIndexes(database);
      await pool.open(published);
      const found = await pool.search(published[0].indexId, await queries(), COUNT);
      return found.map((near) =>
        near.map(({ imageId, similarity }) => `${names.get(imageId)} ${similarity}`),
      );
    } finally {
      await pool.close();
    }
  }

  it.skipIf(!engine.available)(
    'at any instant, loses no row and answers as before, until it is done',
    async () => {
      let home = await ingested();
      const look = (): Promise<{ there: string[]; answered: unknown[]; segments: number }> =>
        withDatabase(home, async (database) => ({
          there: await whatIsThere(database, home.settings.dataDir, SPACE, MOST_ROWS),
          answered: await answers(database, home.settings.dataDir),
          segments: (await listPublishedIndexes(database))[0].segmentIds.length,
        }));
      const first = await look();
      expect(first.segments).toBeGreaterThan(25);
      const { ranMs } = await runAndKill(program, home, null, SIZES);
      const last = await look();
      expect(last).toEqual({ ...first, segments: last.segments });
      expect(last.segments).toBeLessThan(8);

      home = await ingested();
      for (let kills = 0; kills < KILLS[engine.name];) {
        const killAfterMs = Math.random() * ranMs;
        const { ranMs: took } = await runAndKill(program, home, killAfterMs, SIZES);
        const now = await look();
        expect(now).toEqual({ ...first, segments: now.segments });
        if (took < killAfterMs) home = await ingested();
        else kills++;
      }
      await runAndKill(program, home, null, SIZES);
      const done = await look();
      expect(done).toEqual({ ...first, segments: done.segments });
      expect(done.segments).toBeLessThan(8);
    },
    1_800_000,
  );
});

async function queries(): Promise<PublishedRow['vector'][]> {
  const vectors: PublishedRow['vector'][] = [];
  for await (const row of rows.parts[0].rows()) {
    if (!isRefused(row) && vectors.length < 40) vectors.push(row.vector);
  }
  return vectors;
}
