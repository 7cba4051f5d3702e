import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { followSeen } from '../../src/check/search/seen.ts';
import { type Embedding, toUnitVector } from '../../src/core/embedding.ts';
import { PUBLISHED_REVISION } from '../../src/core/model-card.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset, listDatasets } from '../../src/db/datasets.ts';
import { fetchFailuresOf } from '../../src/db/fetch-outcomes.ts';
import { findImagesByIds, saveImages } from '../../src/db/images.ts';
import { ensureIndex, publishSegment } from '../../src/db/indexes.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import { ENGINES } from '../../src/index/engines/registry.ts';
import { writeSegment } from '../../src/index/segment/writer.ts';
import { DownloadFailure } from '../../src/net/download-failure.ts';
import { lift, suppress } from '../../src/rows/suppress.ts';
import { keepFailure, keepSeen, type SeenStore } from '../../src/seen/keep.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { findByBytes, seenKeypoints } from '../db/found-rows.ts';
import { newImage } from '../db/rows.ts';
import { seenPicture } from './seen-row.ts';

const SPACE = { model: 'drawn', modelRevision: '1', dimensions: 8 };
const NEAR = 31;

const along = (axis: number): Embedding =>
  toUnitVector(Array.from({ length: 8 }, (_, at) => (at === axis ? 1 : 0.01)));

describe.each(databaseEngines)('what was seen at a row’s address, in $name', (engine) => {
  describe.skipIf(!engine.available)('with a database of its own', () => {
    let home: TestDatabase;
    let database: Database;
    let segmentsDir: string;
    let store: SeenStore;
    let datasetId: number;
    beforeAll(async () => {
      segmentsDir = await mkdtemp(join(tmpdir(), 'trainspot-seen-'));
      home = await engine.create();
      database = await home.open();
      store = { database, segmentsDir };
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      datasetId = await ensureDataset(database, { dataset: 'set', release: '1', rowsPublished: null });
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
      await rm(segmentsDir, { recursive: true, force: true });
    });

    const urlOf = (name: string): string => `https://example.org/${name}.jpg`;
    const listed = (...names: string[]): Promise<number[]> =>
      saveImages(
        database,
        datasetId,
        names.map((name) => newImage(name, { url: urlOf(name), picture: null, width: null, height: null })),
      );
    /** As published vectors are: each along the axis it is given. */
    async function indexed(
      axes: Record<string, number>,
      name = 'flat',
      modelRevision = '1',
    ): Promise<number[]> {
      const space = { ...SPACE, modelRevision };
      const ids = await listed(...Object.keys(axes));
      const entries = Object.values(axes).map((axis, i) => ({
        imageId: ids[i],
        vector: along(axis),
        pdq: null,
        keypoints: null,
      }));
      const segment = await writeSegment(segmentsDir, { ...space, engine: name }, entries);
      const indexId = await ensureIndex(database, { datasetId, ...space });
      await publishSegment(database, indexId, { ...segment, checksum: '' }, ids);
      return ids;
    }
    async function fingerprinted(): Promise<number> {
      return (await listDatasets(database))[0].rowsFingerprinted;
    }
    async function nearHash(name: string): Promise<number[]> {
      const seen = followSeen(database);
      try {
        await seen.refresh();
        const { pdq } = seenPicture(0, '', name).picture;
        return (await seen.near([pdq], NEAR, 10)).map(({ imageId }) => imageId);
      } finally {
        await seen.close();
      }
    }

    it('is found by the file, found by what it looks like, and has its keypoints', async () => {
      const [id] = await listed('a');
      const seen = seenPicture(id, urlOf('a'), 'cat');
      expect(await fingerprinted()).toBe(0);
      expect(await keepSeen(seen, store)).toBe('kept');
      expect(await findByBytes(database, seen.picture)).toMatchObject([
        { id, pdq: seen.picture.pdq, pdqQuality: 100, width: 320 },
      ]);
      expect(await nearHash('cat')).toEqual([id]);
      expect(await seenKeypoints(database, [id])).toEqual(new Map([[id, seen.keypoints]]));
      expect(await fingerprinted()).toBe(1);
    });

    it('is kept once, however often it is seen', async () => {
      const [id] = await listed('a');
      for (let time = 0; time < 3; time++) {
        expect(await keepSeen(seenPicture(id, urlOf('a'), 'cat'), store)).toBe('kept');
      }
      expect(await fingerprinted()).toBe(1);
      const [{ rows }] = await database.query<{ rows: number }>('select count(*) as rows from seen_pictures');
      expect(rows).toBe(1);
    });

    it('gives way to another picture that is seen there later, with the day', async () => {
      const [id] = await listed('a');
      await keepSeen(seenPicture(id, urlOf('a'), 'cat'), store);
      await database.query(`update seen_pictures set first_seen_at = '2020-01-01', seen_at = '2020-01-01'`);
      const seen = followSeen(database);
      await seen.refresh();
      const next = seenPicture(id, urlOf('a'), 'dog');
      expect(await keepSeen(next, store)).toBe('kept');
      await seen.refresh();
      expect(await seen.near([next.picture.pdq], NEAR, 10)).toMatchObject([{ imageId: id, distance: 0 }]);
      expect(await seen.near([seenPicture(0, '', 'cat').picture.pdq], NEAR, 10)).toEqual([]);
      await seen.close();
      expect((await findImagesByIds(database, [id]))[0].sha256).toBe(next.picture.sha256);
      expect(await seenKeypoints(database, [id])).toEqual(new Map([[id, next.keypoints]]));
      const [{ old }] = await database.query<{ old: number }>(
        `select count(*) as old from seen_pictures where first_seen_at < now() - interval '1 day'`,
      );
      expect(old).toBe(0);
    });

    it('never takes the place of what was indexed with its picture', async () => {
      const [id] = await saveImages(database, datasetId, [newImage('a', { url: urlOf('a') })]);
      expect(await keepSeen(seenPicture(id, urlOf('a'), 'cat'), store)).toBe('not-kept');
      expect((await findImagesByIds(database, [id]))[0].sha256).toBe(newImage('a').picture!.sha256);
    });

    it('is kept of no row that is gone, has another address now, or is suppressed', async () => {
      const [id, hidden] = await listed('a', 'hidden');
      expect(await keepSeen(seenPicture(id, urlOf('elsewhere'), 'cat'), store)).toBe('not-kept');
      await suppress({ url: urlOf('hidden'), reason: 'asked', by: 'a test' }, database);
      expect(await keepSeen(seenPicture(hidden, urlOf('hidden'), 'cat'), store)).toBe('not-kept');
      expect(await keepSeen(seenPicture(id + 1_000, urlOf('a'), 'cat'), store)).toBe('not-kept');
      expect(await fingerprinted()).toBe(0);
    });

    it('is out of every answer with a suppression, made before it was seen or after', async () => {
      const [before, after] = await listed('before', 'after');
      const [cat, dog] = [
        seenPicture(before, urlOf('before'), 'cat'),
        seenPicture(after, urlOf('after'), 'dog'),
      ];
      await suppress({ sha256: cat.picture.sha256, reason: 'asked', by: 'a test' }, database);
      await keepSeen(cat, store);
      await keepSeen(dog, store);
      const { id: rule } = await suppress(
        { sha256: dog.picture.sha256, reason: 'asked', by: 'a test' },
        database,
      );
      expect(await findByBytes(database, cat.picture)).toEqual([]);
      expect(await findByBytes(database, dog.picture)).toEqual([]);
      expect(await seenKeypoints(database, [before, after])).toEqual(new Map());
      await lift({ id: rule, by: 'a test', reason: null }, database);
      expect((await seenKeypoints(database, [before, after])).has(after)).toBe(true);
    });

    it('goes with its row when that is removed', async () => {
      const [id] = await listed('a');
      await keepSeen(seenPicture(id, urlOf('a'), 'cat'), store);
      expect(await removeImages(database, datasetId, null)).toBe(1);
      expect(await database.query('select image_id from seen_pictures')).toEqual([]);
      expect(await fingerprinted()).toBe(0);
      expect(await nearHash('cat')).toEqual([]);
    });

    it('is remembered where there was nothing to see, since the first day, until it is seen', async () => {
      const [id] = await listed('a');
      const row = { imageId: id, url: urlOf('a') };
      const gone = new DownloadFailure('download-failed', 'http-404', 'Gone.', { httpStatus: 404 });
      await keepFailure(row, gone, store);
      await database.query(`update fetch_outcomes set first_failed_at = '2020-01-01'`);
      await keepFailure(row, gone, store);
      expect(await fetchFailuresOf(database, [id])).toMatchObject([
        { imageId: id, kind: 'dead', reason: 'http-404', httpStatus: 404, host: 'example.org', attempts: 2 },
      ]);
      expect((await fetchFailuresOf(database, [id]))[0].firstFailedAt.getUTCFullYear()).toBe(2020);
      await keepSeen(seenPicture(id, urlOf('a'), 'cat'), store);
      expect(await fetchFailuresOf(database, [id])).toEqual([]);
    });

    it.each([
      ['picture-unreadable', new TrainspotError('picture-unreadable', ''), 'unusable', 1],
      ['address-refused', new TrainspotError('address-refused', ''), 'unusable', 0],
      ['timeout', new DownloadFailure('download-timeout', 'timeout', ''), 'transient', 1],
      ['opted-out', new DownloadFailure('opted-out', 'opted-out', ''), 'withheld', 1],
    ])('tells of a link why it brings no picture: %s', async (reason, error, kind, attempts) => {
      const [id] = await listed('a');
      await keepFailure({ imageId: id, url: urlOf('a') }, error, store);
      expect(await fetchFailuresOf(database, [id])).toMatchObject([{ reason, kind, attempts }]);
    });

    it.each([
      new DOMException('The asker went away.', 'AbortError'),
      new DownloadFailure('download-failed', 'stopped', ''),
      new TrainspotError('database-unavailable', ''),
    ])('says nothing of a link for what is not its fault: %s', async (error) => {
      const [id] = await listed('a');
      await keepFailure({ imageId: id, url: urlOf('a') }, error, store);
      expect(await fetchFailuresOf(database, [id])).toEqual([]);
    });

    it.each(ENGINES.map(({ name }) => name))(
      'is a placeholder where rows of unlike vectors show one file, and none of theirs: %s',
      async (name) => {
        const ids = await indexed({ a: 0, b: 1, c: 2 }, name);
        const tile = ids.map((id, i) => seenPicture(id, urlOf('abc'[i]), 'tile'));
        expect(await keepSeen(tile[0], store)).toBe('kept');
        expect(await keepSeen(tile[1], store)).toBe('placeholder');
        // Known by now, without another row to compare with.
        expect(await keepSeen(tile[2], store)).toBe('placeholder');
        expect(await findByBytes(database, tile[0].picture)).toEqual([]);
        expect(await seenKeypoints(database, ids)).toEqual(new Map());
        expect(await fingerprinted()).toBe(0);
        const links = await fetchFailuresOf(database, ids);
        expect(links.map(({ reason, kind }) => [reason, kind])).toEqual(
          ids.map(() => ['placeholder', 'unusable']),
        );
      },
    );

    it('is a placeholder where it is seen at many rows at once', async () => {
      const names = Array.from({ length: 8 }, (_, i) => `row-${i}`);
      const ids = await indexed(Object.fromEntries(names.map((name, i) => [name, i])));
      await Promise.all(ids.map((id, i) => keepSeen(seenPicture(id, urlOf(names[i]), 'tile'), store)));
      expect(await fingerprinted()).toBe(0);
      expect(await seenKeypoints(database, ids)).toEqual(new Map());
      expect((await fetchFailuresOf(database, ids)).map(({ reason }) => reason)).toEqual(
        ids.map(() => 'placeholder'),
      );
    });

    it('is a placeholder too where its file differs from row to row and its look does not', async () => {
      const [a, b] = await indexed({ a: 0, b: 1 });
      const tile = seenPicture(a, urlOf('a'), 'tile');
      await keepSeen(tile, store);
      const again = seenPicture(b, urlOf('b'), 'tile of another day');
      const { pdq } = tile.picture;
      expect(await keepSeen({ ...again, picture: { ...again.picture, pdq } }, store)).toBe('placeholder');
      expect(await fingerprinted()).toBe(0);
    });

    it('is none where the vectors are alike, or the look is one for being plain', async () => {
      const [a, b, plain] = await indexed({ a: 3, b: 3, plain: 4 });
      await keepSeen(seenPicture(a, urlOf('a'), 'cat'), store);
      expect(await keepSeen(seenPicture(b, urlOf('b'), 'cat'), store)).toBe('kept');
      const flat = seenPicture(plain, urlOf('plain'), 'flat');
      const { pdq } = seenPicture(0, '', 'cat').picture;
      expect(await keepSeen({ ...flat, picture: { ...flat.picture, pdq, pdqQuality: 20 } }, store)).toBe(
        'kept',
      );
    });

    it('is another picture where its vector is not the published one, and what was kept stays', async () => {
      const [id, other] = await indexed({ a: 0, b: 1 }, 'flat', PUBLISHED_REVISION);
      const vector = (axis: number) => ({ model: SPACE.model, vector: along(axis) });
      const cat = seenPicture(id, urlOf('a'), 'cat');
      expect(await keepSeen({ ...cat, vector: vector(0) }, store)).toBe('kept');
      const dog = seenPicture(id, urlOf('a'), 'dog');
      expect(await keepSeen({ ...dog, vector: vector(5) }, store)).toBe('another-picture');
      expect(await seenKeypoints(database, [id])).toEqual(new Map([[id, cat.keypoints]]));
      expect(await fetchFailuresOf(database, [id])).toMatchObject([{ reason: 'another-picture' }]);
      // Of another model's space it says nothing.
      const bird = seenPicture(other, urlOf('b'), 'bird');
      expect(await keepSeen({ ...bird, vector: { ...vector(5), model: 'another' } }, store)).toBe('kept');
    });

    it('is found whenever its transaction ends, also after one that began later', async () => {
      const ids = await listed(...Array.from({ length: 30 }, (_, i) => `row-${i}`));
      const seen = followSeen(database);
      await seen.refresh();
      await Promise.all([
        ...ids.map((id, i) => keepSeen(seenPicture(id, urlOf(`row-${i}`), `picture ${i}`), store)),
        ...Array.from({ length: 10 }, () => seen.refresh()),
      ]);
      await seen.refresh();
      for (const [i, id] of ids.entries()) {
        const { pdq } = seenPicture(0, '', `picture ${i}`).picture;
        expect((await seen.near([pdq], NEAR, 10)).map(({ imageId }) => imageId)).toEqual([id]);
      }
      await seen.close();
    });
  });
});
