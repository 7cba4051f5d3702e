import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import {
  alreadyIndexed,
  ensureIndex,
  listPublishedIndexes,
  indexVersion,
  publishSegment,
  retireSegments,
} from '../../src/db/indexes.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { newImage } from './rows.ts';

const POCKET = { model: 'pocket', modelRevision: '1', dimensions: 128 };

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`indexes on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let datasetId: number;
    let indexId: number;
    let ids: number[];
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      datasetId = await ensureDataset(database, { dataset: 'LAION-400M', release: '1', rowsPublished: 400 });
      indexId = await ensureIndex(database, { datasetId, ...POCKET });
      const names = ['a', 'b', 'c', 'd', 'e'];
      ids = await saveImages(
        database,
        datasetId,
        names.map((name) => newImage(name)),
      );
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    const publish = (id: string, imageIds: number[], rows = imageIds.length): Promise<void> =>
      publishSegment(database, indexId, { id, rows, checksum: `checksum of ${id}` }, imageIds);

    it('have one id for a dataset, a model and its revision', async () => {
      expect(await ensureIndex(database, { datasetId, ...POCKET })).toBe(indexId);
      expect(await ensureIndex(database, { datasetId, ...POCKET, modelRevision: '2' })).not.toBe(indexId);
    });

    it('refuse a model that has changed under its revision', async () => {
      await expect(ensureIndex(database, { datasetId, ...POCKET, dimensions: 256 })).rejects.toMatchObject({
        code: 'model-mismatch',
        message: expect.stringMatching(/128 dimensions.*256/),
      });
    });

    it('are listed once something is published, with all that coverage needs', async () => {
      expect(await listPublishedIndexes(database)).toEqual([]);
      await publish('z-first', ids.slice(0, 3));
      await publish('a-second', ids.slice(3));
      expect(await listPublishedIndexes(database)).toEqual([
        {
          indexId,
          dataset: 'LAION-400M',
          release: '1',
          rowsPublished: 400,
          ...POCKET,
          segmentIds: ['z-first', 'a-second'],
          rowsIndexed: 5,
          rowsSuppressed: 0,
          indexedAt: expect.any(Date),
        },
      ]);
    });

    it('are listed apart, by model', async () => {
      const other = await ensureIndex(database, {
        datasetId,
        model: 'clip',
        modelRevision: 'x',
        dimensions: 512,
      });
      await publish('one', ids);
      await publishSegment(database, other, { id: 'two', rows: 1, checksum: '' }, [ids[0]]);
      const listed = await listPublishedIndexes(database);
      expect(listed.map(({ model, rowsIndexed }) => [model, rowsIndexed])).toEqual([
        ['clip', 1],
        ['pocket', 5],
      ]);
    });

    it('give up all their segments at once, and take the same rows anew', async () => {
      await publish('one', ids.slice(0, 3));
      await publish('two', ids.slice(3));
      const before = await indexVersion(database);
      expect((await retireSegments(database, indexId)).toSorted()).toEqual(['one', 'two']);
      expect(await indexVersion(database)).not.toBe(before);
      expect(await listPublishedIndexes(database)).toEqual([]);
      expect(await retireSegments(database, indexId)).toEqual([]);
      await publish('three', ids);
      expect((await listPublishedIndexes(database))[0]).toMatchObject({
        segmentIds: ['three'],
        rowsIndexed: 5,
      });
    });

    it('know which row ids they have', async () => {
      await publish('one', ids.slice(0, 2));
      const other = await ensureIndex(database, { datasetId, ...POCKET, modelRevision: '2' });
      const asked = ['b', 'c', 'unknown', '\0a'].map((rowId) => ({ file: null, rowId }));
      expect(await alreadyIndexed(database, indexId, asked)).toEqual([true, false, false, true]);
      expect(await alreadyIndexed(database, other, asked)).toEqual([false, false, false, false]);
      expect(await alreadyIndexed(database, indexId, [])).toEqual([]);
    });

    it('tell rows apart whose id is their place in a file', async () => {
      const placed = ['a.tsv', 'b.tsv'].map((file) => newImage('7', { file }));
      const saved = await saveImages(database, datasetId, placed);
      await publish('placed', saved.slice(1));
      const asked = ['a.tsv', 'b.tsv', 'c.tsv', null].map((file) => ({ file, rowId: '7' }));
      expect(await alreadyIndexed(database, indexId, asked)).toEqual([false, true, false, false]);
    });

    it('change their mark with every publication, and with nothing else', async () => {
      const marks = [await indexVersion(database)];
      await publish('one', ids.slice(0, 1));
      marks.push(await indexVersion(database));
      await publish('two', ids.slice(1, 2));
      marks.push(await indexVersion(database));
      await database.query(`update segments set retired_at = now() where id = 'one'`);
      marks.push(await indexVersion(database));
      expect(new Set(marks).size).toBe(4);
      await saveImages(database, datasetId, [newImage('more')]);
      await publish('three', [...ids, ids[0]]).catch(() => {});
      expect(await indexVersion(database)).toBe(marks[3]);
    });

    describe('publish nothing of a segment', () => {
      let before: unknown;
      let mark: string;
      beforeEach(async () => {
        await publish('one', ids.slice(0, 2));
        before = await listPublishedIndexes(database);
        mark = await indexVersion(database);
      });

      async function refusal(publishing: Promise<void>): Promise<string> {
        const error = await publishing.then(
          () => null,
          (thrown: Error & { code: string }) => thrown,
        );
        expect(error).toMatchObject({ name: 'TrainspotError', code: 'segments-changed' });
        expect(await listPublishedIndexes(database)).toEqual(before);
        expect(await indexVersion(database)).toBe(mark);
        const others = ['c', 'd', 'e'].map((rowId) => ({ file: null, rowId }));
        expect(await alreadyIndexed(database, indexId, others)).toEqual([false, false, false]);
        return error!.message;
      }

      it('with a row that is in the index already', async () => {
        expect(await refusal(publish('two', [ids[2], ids[1]]))).toContain('in the index already');
      });

      it('with a row that is given twice', async () => {
        expect(await refusal(publish('two', [ids[2], ids[2]]))).toMatch(/Segment two was not published/);
      });

      it('with a row of another dataset, or of none', async () => {
        const other = await ensureDataset(database, { dataset: 'COYO', release: '1', rowsPublished: null });
        const [foreign] = await saveImages(database, other, [newImage('foreign')]);
        expect(await refusal(publish('two', [ids[2], foreign]))).toContain(
          "1 of its rows are not of the index's",
        );
        expect(await refusal(publish('two', [ids[2], 9_999_999]))).toContain('1 of its rows');
      });

      it('that is published already', async () => {
        expect(await refusal(publish('one', [ids[2]]))).toContain('it is published already');
      });

      it('that says another number of rows', async () => {
        expect(await refusal(publish('two', [ids[2]], 2))).toContain('it has 2 rows, and 1 were named');
      });

      it('that an ingest of the same rows was faster with', async () => {
        const rows = [ids[2], ids[3], ids[4]];
        const attempts = ['x', 'y', 'z'].map((id, i) => publish(id, i === 1 ? rows.toReversed() : rows));
        const outcomes = await Promise.allSettled(attempts);
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const [{ rowsIndexed, segmentIds }] = await listPublishedIndexes(database);
        expect(rowsIndexed).toBe(5);
        expect(segmentIds).toHaveLength(2);
      });
    });
  });
}
