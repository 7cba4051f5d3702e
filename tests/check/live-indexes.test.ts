import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followIndexes } from '../../src/check/search/open-indexes.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { ensureIndex, publishSegment, retireSegments } from '../../src/db/indexes.ts';
import { findModelCard } from '../../src/models/models.ts';
import type { SearchPool } from '../../src/index/search/pool.ts';
import { embeddedEngine, type TestDatabase } from '../helpers/databases.ts';
import { newImage } from '../db/rows.ts';

describe('indexes that are followed', () => {
  let home: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    home = await embeddedEngine.create();
    database = await home.open();
  });
  afterAll(async () => {
    await database.close();
    await home.remove();
  });

  async function publish(dataset: string, segment: string): Promise<number> {
    const datasetId = await ensureDataset(database, { dataset, release: '1', rowsPublished: null });
    const { revision, dimensions } = findModelCard('pocket');
    const space = { model: 'pocket', modelRevision: revision, dimensions };
    const indexId = await ensureIndex(database, { datasetId, ...space });
    const ids = await saveImages(database, datasetId, [newImage(segment)]);
    await publishSegment(database, indexId, { id: segment, rows: 1, checksum: segment }, ids);
    return indexId;
  }

  it('are searchable all the time, while another one is taken up', async () => {
    const opened: number[][] = [];
    const pool: SearchPool = {
      async open(indexes) {
        opened.push(indexes.map(({ indexId }) => indexId));
      },
      openIndexes: () => [],
      search: async () => [],
      nearHashes: async () => [],
      keypoints: async () => [],
      close: async () => {},
    };
    const a = await publish('a', 'first of a');
    const b = await publish('b', 'first of b');
    const live = await followIndexes(database, pool, home.settings.dataDir, 60_000, (problem) => {
      throw problem;
    });
    try {
      opened.length = 0;
      await publish('a', 'second of a');
      const c = await publish('c', 'first of c');
      await live.refresh();
      // A check that began on `a` and `b` may ask for either at any moment.
      for (const set of opened) expect(set).toEqual(expect.arrayContaining([a, b]));
      expect(opened.at(-1)?.toSorted((x, y) => x - y)).toEqual([a, b, c]);

      await retireSegments(database, b);
      await live.refresh();
      expect(live.current().open.map(({ indexId }) => indexId)).toEqual([a, c]);
      expect(opened.at(-1)).toEqual([a, c]);
    } finally {
      await live.stop();
    }
  });
});
