import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { takePublishedVectors, type RowProcessor } from '../../src/ingest/row-processor.ts';
import { startPublisher } from '../../src/ingest/publish/publisher.ts';
import { listPublishedIndexes } from '../../src/db/indexes.ts';
import type { IngestStage, OnStage } from '../../src/runtime/stages.ts';
import type { PublishedRow } from '../../src/ingest/published-rows.ts';
import type { SeenRow } from '../../src/ingest/publish/image.ts';
import { type Ingested, runIngest } from '../../src/ingest/run.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { BATCH_ROWS, DATASET, rows, ROWS, SEGMENT_ROWS, SPACE } from './fault-rows.ts';
import { whatIsThere } from './what-is-there.ts';

describe.each(databaseEngines)('an ingest into $name that is stopped', (engine) => {
  describe.skipIf(!engine.available)('', () => {
    let home: TestDatabase;
    let database: Database;
    let dataDir: string;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      dataDir = home.settings.dataDir;
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      await mkdir(join(dataDir, 'segments'), { recursive: true });
    });
    afterEach(() => rm(join(dataDir, 'segments'), { recursive: true }));
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    /** @param stopAt aborts once so many batches were looked at */
    async function ingest(stopAt = Infinity, segmentRows = SEGMENT_ROWS): Promise<Ingested> {
      const stop = new AbortController();
      let batches = 0;
      const look: RowProcessor<PublishedRow, SeenRow> = {
        batchRows: BATCH_ROWS,
        async at(batch, watch) {
          const seen = await takePublishedVectors.at(batch, watch);
          if (++batches === stopAt) stop.abort();
          return seen;
        },
      };
      const publisher = await startPublisher(database, DATASET, SPACE, join(dataDir, 'segments'), {
        segmentRows,
      });
      try {
        return await runIngest(rows, look, publisher, { signal: stop.signal });
      } finally {
        await publisher.close();
      }
    }
    const there = (): Promise<string[]> => whatIsThere(database, dataDir, SPACE, ROWS + 1);

    it.each([
      ['in the first batch', 1, SEGMENT_ROWS],
      ['while segments are built', 20, SEGMENT_ROWS],
      ['with more rows waiting than a graph is built of in a moment', 55, 100_000],
    ])('(%s) publishes what it saw, and goes on from there', async (_, stopAt, segmentRows) => {
      const cut = await ingest(stopAt, segmentRows);
      expect(cut.stopped).toBe(true);
      expect(cut.rows).toBeLessThanOrEqual(stopAt * BATCH_ROWS);
      expect(await there()).toHaveLength(cut.indexed);
      const rest = await ingest();
      expect(rest.stopped).toBe(false);
      expect(rest.rows).toBe(ROWS);
      expect(await there()).toHaveLength(cut.indexed + rest.indexed);
    });

    it('while it merges has lost no row, and the next one merges the rest', async () => {
      const stop = new AbortController();
      const sizes = { segmentRows: 40, mostRows: 400, builders: 1 };
      const segments = join(dataDir, 'segments');
      const segmentsNow = async (): Promise<number> =>
        (await listPublishedIndexes(database))[0].segmentIds.length;
      const onStage: OnStage<IngestStage> = (stage) => {
        if (stage === 'merge') stop.abort();
      };
      const publisher = await startPublisher(database, DATASET, SPACE, segments, { ...sizes, onStage });
      const look = { ...takePublishedVectors, batchRows: BATCH_ROWS };
      const { indexed } = await runIngest(rows, look, publisher, { signal: stop.signal });
      await publisher.close();
      expect(stop.signal.aborted).toBe(true);
      expect(await there()).toHaveLength(indexed);
      const left = await segmentsNow();
      expect(left).toBeGreaterThan(12);
      const again = await startPublisher(database, DATASET, SPACE, segments, sizes);
      await again.publish();
      await again.close();
      expect(await segmentsNow()).toBeLessThan(8);
      expect(await there()).toHaveLength(indexed);
    });

    it('with its last row taken has done all, and says so', async () => {
      const batches = 2 * Math.ceil(ROWS / 2 / BATCH_ROWS);
      const all = await ingest(batches, 100_000);
      expect(all).toMatchObject({ stopped: false, rows: ROWS });
      expect(await there()).toHaveLength(all.indexed);
      const again = await ingest();
      expect(again).toMatchObject({ rows: ROWS, indexed: 0 });
    });
  });
});
