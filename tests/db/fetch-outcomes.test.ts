import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failureKind } from '../../src/core/fetch-failure.ts';
import {
  deadRows,
  type FetchFailure,
  fetchFailuresOf,
  recordFetchOutcomes,
} from '../../src/db/fetch-outcomes.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { removeImages } from '../../src/db/remove-images.ts';
import { saveImages } from '../../src/db/images.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { newImage } from './rows.ts';

function failure(reason: string, changes: Partial<FetchFailure> = {}): FetchFailure {
  const status = /^http-(\d+)$/.exec(reason)?.[1];
  return {
    reason,
    kind: failureKind(reason),
    httpStatus: status === undefined ? null : Number(status),
    host: 'example.org',
    optOut: null,
    attempts: 1,
    ...changes,
  };
}

describe('failureKind', () => {
  it.each([
    ['http-404', 'dead'],
    ['http-410', 'dead'],
    ['dns', 'dead'],
    ['http-403', 'withheld'],
    ['http-451', 'withheld'],
    ['robots', 'withheld'],
    ['opted-out', 'withheld'],
    ['http-400', 'unusable'],
    ['http-204', 'unusable'],
    ['http-304', 'unusable'],
    ['too-large', 'unusable'],
    ['picture-unreadable', 'unusable'],
    ['address-refused', 'unusable'],
    ['http-408', 'transient'],
    ['http-429', 'transient'],
    ['http-500', 'transient'],
    ['http-503', 'transient'],
    ['timeout', 'transient'],
    ['connection', 'transient'],
    ['dns-later', 'transient'],
    ['robots-unreachable', 'transient'],
    ['constructor', 'transient'],
  ])('of %s is %s', (reason, kind) => {
    expect(failureKind(reason)).toBe(kind);
  });
});

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`fetch outcomes on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let dataset: number;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      dataset = await ensureDataset(database, { dataset: 'a', release: '1', rowsPublished: null });
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    const bare = (name: string, changes = {}) => newImage(name, { picture: null, ...changes });
    /** Makes what is known so many days older. */
    const age = (days: number) =>
      database.query(
        `update fetch_outcomes set first_failed_at = first_failed_at - make_interval(days => $1),
           last_tried_at = last_tried_at - make_interval(days => $1)`,
        [days],
      );

    it('gives back what was recorded', async () => {
      const rows = [bare('gone'), bare('7', { file: 'a.tsv' }), bare('7', { file: 'b.tsv' }), bare('fine')];
      const ids = await saveImages(database, dataset, rows);
      const optOut = { signal: 'tdm-reservation', where: '/.well-known/tdmrep.json' } as const;
      await recordFetchOutcomes(database, dataset, [
        { ...rows[0], failure: failure('http-404', { host: 'cdn.example:8443' }) },
        { ...rows[1], failure: failure('opted-out', { optOut, attempts: 0 }) },
        { ...rows[2], failure: failure('timeout', { host: null, attempts: 3 }) },
        { ...rows[3], failure: null },
      ]);
      const known = await fetchFailuresOf(database, ids);
      expect(known).toEqual([
        {
          ...failure('http-404', { host: 'cdn.example:8443' }),
          imageId: ids[0],
          firstFailedAt: expect.any(Date),
          lastTriedAt: expect.any(Date),
        },
        expect.objectContaining({ imageId: ids[1], reason: 'opted-out', optOut, attempts: 0 }),
        expect.objectContaining({ imageId: ids[2], reason: 'timeout', httpStatus: null, host: null }),
      ]);
      expect(known[0].firstFailedAt).toEqual(known[0].lastTriedAt);
    });

    it('says since when a link is dead, and not since when it was slow', async () => {
      const row = bare('cat');
      const [id] = await saveImages(database, dataset, [row]);
      const record = (reason: string) =>
        recordFetchOutcomes(database, dataset, [{ ...row, failure: failure(reason, { attempts: 2 }) }]);
      await record('timeout');
      await age(10);
      await record('http-404');
      const [first] = await fetchFailuresOf(database, [id]);
      expect(first).toMatchObject({ reason: 'http-404', attempts: 2 });
      expect(first.firstFailedAt).toEqual(first.lastTriedAt);
      await age(40);
      await record('dns');
      const [later] = await fetchFailuresOf(database, [id]);
      expect(later).toMatchObject({ reason: 'dns', kind: 'dead', httpStatus: null, attempts: 4 });
      const days = (later.lastTriedAt.getTime() - later.firstFailedAt.getTime()) / 86_400_000;
      expect(Math.round(days)).toBe(40);
    });

    it('forgets all of it once the picture is had', async () => {
      const row = bare('cat');
      const ids = await saveImages(database, dataset, [row]);
      await recordFetchOutcomes(database, dataset, [{ ...row, failure: failure('http-404') }]);
      await recordFetchOutcomes(database, dataset, [
        { ...row, failure: failure('http-503') },
        { ...row, failure: null },
      ]);
      expect(await fetchFailuresOf(database, ids)).toEqual([]);
    });

    const areDead = async (...asked: Parameters<typeof deadRows>): Promise<boolean[]> =>
      (await deadRows(...asked)).map((triedAt) => triedAt !== null);

    it('go with their row when it is removed', async () => {
      const row = bare('cat');
      const ids = await saveImages(database, dataset, [row]);
      await recordFetchOutcomes(database, dataset, [{ ...row, failure: failure('http-404') }]);
      expect(await removeImages(database, dataset, ['cat'])).toBe(1);
      expect(await fetchFailuresOf(database, ids)).toEqual([]);
    });

    it('passes over rows that are not saved, of other datasets, and none at all', async () => {
      const other = await ensureDataset(database, { dataset: 'b', release: '1', rowsPublished: null });
      const row = bare('cat');
      const ids = await saveImages(database, other, [row]);
      await recordFetchOutcomes(database, dataset, [{ ...row, failure: failure('http-404') }]);
      await recordFetchOutcomes(database, dataset, []);
      expect(await fetchFailuresOf(database, ids)).toEqual([]);
      expect(await areDead(database, dataset, [row], 30)).toEqual([false]);
      expect(await areDead(database, dataset, [], 30)).toEqual([]);
    });

    it('knows which rows need not be asked again, until they are old enough', async () => {
      const reasons = ['http-404', 'http-503', 'dns', 'robots', 'timeout', 'picture-unreadable'];
      const rows = reasons.map((reason) => bare(reason));
      await saveImages(database, dataset, rows);
      await recordFetchOutcomes(
        database,
        dataset,
        rows.map((row) => ({ ...row, failure: failure(row.rowId) })),
      );
      const asked = [bare('new'), ...rows];
      expect(await areDead(database, dataset, asked, 30)).toEqual([
        false,
        true,
        false,
        true,
        true,
        false,
        true,
      ]);
      expect(await areDead(database, dataset, asked, 0)).toEqual(asked.map(() => false));
      await age(29);
      expect((await areDead(database, dataset, asked, 30)).filter(Boolean)).toHaveLength(4);
      await age(1);
      expect((await areDead(database, dataset, asked, 30)).filter(Boolean)).toHaveLength(0);
    });

    it('does not call a row dead whose manifest gives it another address', async () => {
      const row = bare('cat');
      const [id] = await saveImages(database, dataset, [row]);
      await recordFetchOutcomes(database, dataset, [{ ...row, failure: failure('http-404') }]);
      const moved = { ...row, url: 'https://elsewhere.example/cat.jpg' };
      expect(await areDead(database, dataset, [moved], 30)).toEqual([false]);
      // One address in another writing is the same one.
      const same = { ...row, url: row.url.replace('https://example.org', 'http://EXAMPLE.org:80') };
      expect(await areDead(database, dataset, [same], 30)).toEqual([true]);
      await saveImages(database, dataset, [moved]);
      expect(await fetchFailuresOf(database, [id])).toEqual([]);
      await recordFetchOutcomes(database, dataset, [{ ...moved, failure: failure('http-404') }]);
      expect(await fetchFailuresOf(database, [id])).toMatchObject([{ attempts: 1 }]);
    });

    it('takes names that no database can hold', async () => {
      const row = bare('a\0b', { url: 'https://example.org/\ud800' });
      const ids = await saveImages(database, dataset, [row]);
      await recordFetchOutcomes(database, dataset, [{ ...row, failure: failure('http-404') }]);
      expect(await fetchFailuresOf(database, ids)).toHaveLength(1);
      expect(await areDead(database, dataset, [row], 30)).toEqual([true]);
    });
  });
}
