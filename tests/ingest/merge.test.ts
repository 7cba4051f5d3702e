import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { ensureIndex, listPublishedIndexes, indexVersion, publishSegment } from '../../src/db/indexes.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import { vectorPlaces } from '../../src/db/row-segments.ts';
import {
  findSegments,
  forgetSegment,
  listActiveSegments,
  replaceSegments,
  retiredSegments,
} from '../../src/db/segments.ts';
import { startSearchPool } from '../../src/index/search/pool.ts';
import { startSegmentBuilder, type SegmentBuilder } from '../../src/index/segment/builder.ts';
import { mergeAlone } from '../../src/ingest/publish/merge-alone.ts';
import { leftInWords, mergeIndex } from '../../src/ingest/publish/merge.ts';
import { announce, describe as described } from '../../src/ingest/publish/segment.ts';
import { removeRetired, retireAll } from '../../src/ingest/publish/retired.ts';
import { claimFolder } from '../../src/runtime/processes/claim.ts';
import { newImage } from '../db/rows.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';

const SPACE = { model: 'pocket', modelRevision: '1', dimensions: 16 };
const OF_USEARCH = { engine: 'usearch', ...SPACE };
const SEGMENTS = 5;
const ROWS = 12;
const NOTHING = { fewer: 0, left: 0 };
const vectors = clusteredVectors(SEGMENTS * ROWS, SPACE.dimensions).rows;

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`merging on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let dir: string;
    let builder: SegmentBuilder;
    let datasetId: number;
    let indexId: number;
    let ids: number[];

    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      dir = join(await mkdtemp(join(tmpdir(), 'trainspot-merge-')), 'segments');
      await mkdir(dir);
      builder = startSegmentBuilder(1, dir);
      datasetId = await ensureDataset(database, { dataset: 'A', release: '1', rowsPublished: null });
      indexId = await ensureIndex(database, { datasetId, ...SPACE });
      const images = vectors.map((_, i) => newImage(`row ${i}`));
      ids = await saveImages(database, datasetId, images);
      for (let first = 0; first < ids.length; first += ROWS) {
        const entries = ids.slice(first, first + ROWS).map((imageId, i) => ({
          imageId,
          vector: vectors[first + i],
          pdq: images[first + i].picture!.pdq,
          keypoints: i % 2 ? new Uint8Array(i).fill(i) : null,
        }));
        const segment = await builder.build(OF_USEARCH, entries);
        const own = ids.slice(first, first + ROWS);
        await announce(database, dir, indexId, segment.id, () =>
          publishSegment(database, indexId, described(segment), own),
        );
      }
    });
    afterEach(async () => {
      await builder.close();
      await rm(dirname(dir), { recursive: true });
    });

    const inWork = (by: SegmentBuilder) => ({
      database,
      segmentsDir: dir,
      indexId,
      description: OF_USEARCH,
      builder: by,
    });

    /** Every row that is found by its own vector, hash and keypoints, in the order of the rows. */
    async function found(): Promise<string[]> {
      const pool = startSearchPool(1, dir);
      const published = await listPublishedIndexes(database);
      await pool.open(published);
      const answers: string[] = [];
      for (const [i, id] of ids.entries()) {
        const [[nearest]] = await pool.search(indexId, [vectors[i]], 1);
        const [hashed] = await pool.nearHashes(indexId, [newImage(`row ${i}`).picture!.pdq!], 0);
        if (nearest?.imageId !== id || hashed?.imageId !== id) continue;
        const [keypoints] = await pool.keypoints([nearest.place], (error) => {
          throw error;
        });
        answers.push(`${i}: ${keypoints?.length ?? 'none'}`);
      }
      await pool.close();
      return answers;
    }

    it('keeps every row findable, in one segment, and does nothing the second time', async () => {
      const before = await found();
      expect(before.length).toBe(ids.length);
      const mark = await indexVersion(database);
      expect(await mergeIndex(inWork(builder), 1000)).toEqual({
        fewer: SEGMENTS - 1,
        left: 0,
      });
      expect(await listActiveSegments(database, indexId)).toMatchObject([{ rows: ids.length, deleted: 0 }]);
      expect(await indexVersion(database)).not.toBe(mark);
      expect(await found()).toEqual(before);
      expect(await mergeIndex(inWork(builder), 1000)).toEqual(NOTHING);
    });

    it('is noticed by nobody who reads: the old segments stay open, and the new ones answer the same', async () => {
      const pool = startSearchPool(2, dir);
      await pool.open(await listPublishedIndexes(database));
      const queries = clusteredVectors(SEGMENTS * ROWS, SPACE.dimensions).copies(30);
      const answers = async (): Promise<unknown> => {
        const found = await pool.search(indexId, queries, 12);
        const places = found.flat().map(({ place }) => place);
        return {
          near: found.map((near) => near.map(({ imageId, similarity }) => `${imageId} ${similarity}`)),
          keypoints: await pool.keypoints(places, (error) => {
            throw error;
          }),
        };
      };
      const before = await answers();
      const asking = { isOver: false };
      const merging = mergeIndex(inWork(builder), 1000).finally(() => (asking.isOver = true));
      while (!asking.isOver) expect(await answers()).toEqual(before);
      expect((await merging).fewer).toBe(SEGMENTS - 1);
      // Still the old ones: nobody has told the reader.
      expect(pool.openIndexes()[0].segmentIds.length).toBe(SEGMENTS);
      await removeRetired(database, dir);
      expect(await answers()).toEqual(before);
      expect((await readdir(dir)).length).toBe(SEGMENTS + 1);
      await pool.open(await listPublishedIndexes(database));
      expect(pool.openIndexes()[0].segmentIds.length).toBe(1);
      expect(await answers()).toEqual(before);
      await pool.close();
    });

    it('merges several groups at once, of which one fails alone', async () => {
      const [damaged] = await listActiveSegments(database, indexId);
      const file = join(dir, damaged.id, 'vectors.usearch');
      const bytes = await readFile(file);
      await writeFile(file, Buffer.alloc(bytes.length));
      // Two fit together, and the fifth stays.
      await expect(mergeIndex(inWork(builder), 30, { threads: 2 })).rejects.toMatchObject({
        code: 'segment-corrupt',
      });
      const sizes = async (): Promise<number[]> =>
        (await listActiveSegments(database, indexId)).map(({ rows }) => rows);
      expect((await sizes()).reduce((sum, each) => sum + each, 0)).toBe(ids.length);
      await writeFile(file, bytes);
      await mergeIndex(inWork(builder), 30, { threads: 2 });
      expect((await sizes()).toSorted((a, b) => a - b)).toEqual([12, 24, 24]);
      expect((await found()).length).toBe(ids.length);
    });

    it('leaves all to another process that merges the index already', async () => {
      const claims = join(dirname(dir), '.merges', String(indexId));
      const claim = await claimFolder(claims, {}, () => new Error('held'));
      expect(await mergeAlone(inWork(builder), 1000)).toEqual({ fewer: 0, left: 1 });
      await claim.release();
      expect(await mergeAlone(inWork(builder), 1000)).toEqual({ fewer: SEGMENTS - 1, left: 0 });
      expect(await mergeAlone(inWork(builder), 1000)).toEqual(NOTHING);
    });

    it('drops the rows that were removed, and coverage counts without them at once', async () => {
      const gone = [0, 1, 2, 3, 13, 59].map((i) => `row ${i}`);
      expect(await removeImages(database, datasetId, [...gone, 'unknown'])).toBe(6);
      expect(await listPublishedIndexes(database)).toMatchObject([{ rowsIndexed: 54 }]);
      expect((await listActiveSegments(database, indexId)).map(({ deleted }) => deleted)).toEqual([
        4, 1, 0, 0, 1,
      ]);
      await mergeIndex(inWork(builder), 1000);
      expect(await listActiveSegments(database, indexId)).toMatchObject([{ rows: 54, deleted: 0 }]);
      expect((await found()).length).toBe(54);
    });

    it('leaves nothing of an index whose rows were all removed', async () => {
      expect(await removeImages(database, datasetId, null)).toBe(60);
      expect(await mergeIndex(inWork(builder), 1000)).toEqual({
        fewer: SEGMENTS,
        left: 0,
      });
      expect(await listPublishedIndexes(database)).toEqual([]);
    });

    /** A builder whose first merge is written, and not yet announced, when `meanwhile` happens. */
    function overtaken(meanwhile: () => Promise<unknown>): SegmentBuilder {
      let isFirst = true;
      return {
        ...builder,
        async merge(...asked) {
          const merged = await builder.merge(...asked);
          if (isFirst) await meanwhile();
          isFirst = false;
          return merged;
        },
      };
    }

    it('is left to the next ingest where another one merged the same segments first', async () => {
      const before = await found();
      const late = overtaken(() => mergeIndex(inWork(builder), 1000));
      const merged = await mergeIndex(inWork(late), 1000);
      expect(merged).toEqual({ fewer: 0, left: 1 });
      expect(leftInWords(merged)).toMatch(/Nothing is lost: the next ingest merges them/);
      const [segment, ...others] = await listActiveSegments(database, indexId);
      expect([segment.rows, others]).toEqual([ids.length, []]);
      expect(await found()).toEqual(before);
      expect((await readdir(dir)).length).toBe(SEGMENTS + 1);
      expect(leftInWords(NOTHING)).toBeNull();
    });

    it('counts as deleted what was removed while it was written, and no search finds it', async () => {
      const late = overtaken(() => removeImages(database, datasetId, ['row 3', 'row 20']));
      expect(await mergeIndex(inWork(late), 1000)).toEqual({ fewer: SEGMENTS - 1, left: 0 });
      expect(await listActiveSegments(database, indexId)).toMatchObject([{ rows: 60, deleted: 2 }]);
      expect(await listPublishedIndexes(database)).toMatchObject([{ rowsIndexed: 58 }]);
      // Removed afterwards, they count of the segment that holds them now.
      expect(await removeImages(database, datasetId, ['row 4', 'row 59'])).toBe(2);
      expect(await listActiveSegments(database, indexId)).toMatchObject([{ rows: 60, deleted: 4 }]);
      const places = await vectorPlaces(database, ids);
      const [{ id }] = await listActiveSegments(database, indexId);
      expect(new Set(places.map(({ segmentId }) => segmentId))).toEqual(new Set([id]));
      expect(places.length).toBe(56);
    });

    it('is left where all rows were removed meanwhile, and done by the next', async () => {
      const late = overtaken(() => removeImages(database, datasetId, null));
      expect(await mergeIndex(inWork(late), 1000)).toEqual({ fewer: 0, left: 1 });
      expect((await readdir(dir)).length).toBe(SEGMENTS);
      expect(await mergeIndex(inWork(builder), 1000)).toEqual({ fewer: SEGMENTS, left: 0 });
      expect(await listPublishedIndexes(database)).toEqual([]);
    });

    it('keeps on record what was merged, and forgets all of an index that is built anew', async () => {
      const old = (await listActiveSegments(database, indexId)).map(({ id }) => id);
      await mergeIndex(inWork(builder), 1000);
      const [{ id }] = await listActiveSegments(database, indexId);
      expect((await retiredSegments(database, 0)).toSorted()).toEqual(old.toSorted());
      for (const each of old) await forgetSegment(database, each);
      expect(await retiredSegments(database, 0)).toEqual([]);
      expect((await findSegments(database, [...old, id])).length).toBe(SEGMENTS + 1);
      await forgetSegment(database, id);
      expect((await listActiveSegments(database, indexId)).length).toBe(1);
      await retireAll(database, dir, indexId);
      for (const each of await retiredSegments(database, 0)) await forgetSegment(database, each);
      expect(await findSegments(database, [...old, id])).toEqual([]);
    });

    it('is left where the index is rebuilt meanwhile; a damaged segment in use is an error', async () => {
      const rebuilt: SegmentBuilder = {
        ...builder,
        async merge(...asked) {
          await retireAll(database, dir, indexId);
          return builder.merge(...asked);
        },
      };
      const [{ id }] = await listActiveSegments(database, indexId);
      await rename(join(dir, id), join(dir, 'away'));
      await expect(mergeIndex(inWork(builder), 1000)).rejects.toMatchObject({
        code: 'segment-corrupt',
      });
      await rename(join(dir, 'away'), join(dir, id));
      expect(await mergeIndex(inWork(rebuilt), 1000)).toEqual({
        fewer: 0,
        left: 1,
      });
    });

    it('changes nothing where rows or segments changed meanwhile', async () => {
      const segments = await listActiveSegments(database, indexId);
      const names = segments.map(({ id }) => id);
      const merged = { id: 'merged', rows: 60, checksum: 'c' };
      const mark = await indexVersion(database);
      const refused = { code: 'segments-changed' };
      const replace = (replaced: string[], rows: number): Promise<void> =>
        replaceSegments(database, indexId, replaced, { ...merged, rows });
      await expect(replace(names, 59)).rejects.toMatchObject(refused);
      await expect(replace([...names, 'gone'], 60)).rejects.toMatchObject(refused);
      expect(await indexVersion(database)).toBe(mark);
      expect(await listActiveSegments(database, indexId)).toEqual(segments);
    });
  });
}
