import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { takePublishedVectors } from '../../src/ingest/row-processor.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { runIngest } from '../../src/ingest/run.ts';
import { startBreakableProxy } from '../helpers/breakable-proxy.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { sized } from '../helpers/size.ts';
import { BATCH_ROWS, DATASET, rows, ROWS, SEGMENT_ROWS, SPACE } from './fault-rows.ts';
import { expectWholeSegments, whatIsThere } from './what-is-there.ts';

const BREAKS = sized(4, 12);
const TIMEOUT_MS = 900_000;

const server = databaseEngines.find(({ name }) => name === 'postgres')!;

async function ingest(databaseUrl: string, dataDir: string, onBatch = () => {}): Promise<void> {
  const { database } = await openDatabase({ databaseUrl, dataDir });
  try {
    const settings = { segmentRows: SEGMENT_ROWS };
    const publisher = await startPublisher(database, DATASET, SPACE, join(dataDir, 'segments'), settings);
    try {
      const look = { ...takePublishedVectors, batchRows: BATCH_ROWS };
      await runIngest(rows, look, publisher, { onProgress: onBatch });
    } finally {
      await publisher.close();
    }
  } finally {
    await database.close();
  }
}

/** In every transaction that announces a segment, and in no other. */
const ANNOUNCED = 'insert into segments';

const LOST = {
  name: 'TrainspotError',
  code: 'database-unavailable',
  message: expect.stringMatching(/^The database does not answer: .+ Try again\.$/),
};

describe.skipIf(!server.available)('an ingest that loses its connection to PostgreSQL', () => {
  const homes: TestDatabase[] = [];
  let expected: string[];
  async function fresh(): Promise<{ databaseUrl: string; dataDir: string }> {
    const home = await server.create();
    homes.push(home);
    const { databaseUrl, dataDir } = home.settings as { databaseUrl: string; dataDir: string };
    await mkdir(join(dataDir, 'segments'), { recursive: true });
    return { databaseUrl, dataDir };
  }
  async function result(databaseUrl: string, dataDir: string): Promise<string[]> {
    const { database } = await openDatabase({ databaseUrl, dataDir });
    try {
      await expectWholeSegments(database, dataDir, SPACE);
      return await whatIsThere(database, dataDir, SPACE, SEGMENT_ROWS + BATCH_ROWS);
    } finally {
      await database.close();
    }
  }
  async function removeAll(): Promise<void> {
    for (const home of homes.splice(0)) {
      await home.remove();
      await rm(home.settings.dataDir, { recursive: true, force: true });
    }
  }
  beforeAll(async () => {
    const { databaseUrl, dataDir } = await fresh();
    await ingest(databaseUrl, dataDir);
    expected = await result(databaseUrl, dataDir);
    expect(expected.length).toBeGreaterThan(ROWS * 0.95);
    await removeAll();
  }, TIMEOUT_MS);
  afterEach(removeAll);
  afterAll(removeAll);

  it(
    'because the server ends it, again and again, says so and ends as one that never did',
    async () => {
      const { databaseUrl, dataDir } = await fresh();
      const other = await openPostgres(databaseUrl);
      const endOthers = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
      try {
        for (let i = 0; i < BREAKS; i++) {
          // Some batches further each time; an ingest whose connection was idle just then goes on with another.
          let batch = 0;
          const onBatch = (): void => {
            if (++batch === 1 + i) setTimeout(() => void other.query(endOthers), Math.random() * 50);
          };
          const lost: unknown = await ingest(databaseUrl, dataDir, onBatch).catch((error: unknown) => error);
          if (lost !== undefined) expect(lost).toMatchObject(LOST);
        }
      } finally {
        await other.close();
      }
      await ingest(databaseUrl, dataDir);
      expect(await result(databaseUrl, dataDir)).toEqual(expected);
    },
    TIMEOUT_MS,
  );

  it(
    'after a commit and before its answer loses nothing, and goes on',
    async () => {
      const { databaseUrl, dataDir } = await fresh();
      await (await openDatabase({ databaseUrl, dataDir })).database.close();
      const proxy = await startBreakableProxy(databaseUrl, ANNOUNCED);
      try {
        // Whatever announces a segment is answered by a broken connection.
        await ingest(proxy.databaseUrl, dataDir, () => proxy.loseNextCommit());
      } finally {
        proxy.goAway();
      }
      expect(proxy.commitsLost).toBeGreaterThan(3);
      expect(await result(databaseUrl, dataDir)).toEqual(expected);
    },
    TIMEOUT_MS,
  );

  it(
    'because the server is gone for good says so, and goes on once it is back',
    async () => {
      const { databaseUrl, dataDir } = await fresh();
      for (const lastBatch of [1, 12, 30].slice(-sized(1, 3))) {
        const proxy = await startBreakableProxy(databaseUrl, ANNOUNCED);
        let batch = 0;
        const onBatch = (): void => {
          if (++batch === lastBatch) proxy.goAway();
        };
        await expect(ingest(proxy.databaseUrl, dataDir, onBatch)).rejects.toMatchObject(LOST);
        await expect(ingest(proxy.databaseUrl, dataDir)).rejects.toMatchObject({
          code: 'database-unavailable',
          message: expect.stringMatching(/nothing listens there/),
        });
      }
      await ingest(databaseUrl, dataDir);
      expect(await result(databaseUrl, dataDir)).toEqual(expected);
    },
    TIMEOUT_MS,
  );
});
