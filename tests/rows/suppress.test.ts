import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LookupQuery } from '../../src/api/lookup.ts';
import type { SuppressionRequest } from '../../src/api/suppression.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { findImagesByIds, type NewImage, saveImages, visibleIds } from '../../src/db/images.ts';
import { ensureIndex, listPublishedIndexes, indexVersion, publishSegment } from '../../src/db/indexes.ts';
import { findKeptRows } from '../../src/db/kept-rows.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { lift, suppress, suppressions } from '../../src/rows/suppress.ts';
import { turned } from '../helpers/candidates.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { findByBytes } from '../db/found-rows.ts';
import { digest, newImage } from '../db/rows.ts';

const HIS = newImage('his', {
  url: 'https://media.studio.example/his.jpg',
  caption: 'A lighthouse by night',
  author: 'Jane Doe',
  sha256: digest('sha256', 'stated'),
  md5: digest('md5', 'stated'),
});
const OTHER = newImage('other', { url: 'https://elsewhere.example/1.jpg', caption: 'A lighthouse by day' });
const MORE = { reason: 'The artist asked.', by: 'a test' };
const { pdq, ...FILE } = HIS.picture!;
const PICTURE = { ...FILE, pdqs: [digest('sha256', 'another orientation'), pdq] };

/** Every kind of rule that names the row `his` and not the row `other`. */
const RULES: Record<string, Omit<SuppressionRequest, 'reason' | 'by'>> = {
  'its address': { url: 'http://media.studio.example/his.jpg#top' },
  'its domain': { domain: 'studio.example' },
  'its host alone': { domain: 'media.studio.example', subdomains: false },
  'the sha256 its publisher states': { sha256: HIS.sha256! },
  'the sha256 of its file': { sha256: FILE.sha256 },
  'the md5 its publisher states': { md5: HIS.md5! },
  'the md5 of its file': { md5: FILE.md5 },
  'its picture, by file': { picture: { ...PICTURE, pdqs: [], pdqQuality: 10 } },
  'its picture, by PDQ': {
    picture: { ...PICTURE, sha256: digest('sha256', 'x'), md5: digest('md5', 'x'), pdqs: [turned(pdq, 31)] },
  },
};

/** Every way in which a row can come out, as whether `his` comes out of it. */
const WAYS: Record<string, (database: Database, id: number) => Promise<boolean>> = {
  'a check, by its bytes': async (database) =>
    (await findByBytes(database, { sha256: FILE.sha256, md5: FILE.md5 })).length > 0,
  'a check, by vector or PDQ': async (database, id) => (await findImagesByIds(database, [id])).length > 0,
  'the evidence of an earlier check': async (database, id) => (await findKeptRows(database, [id])).length > 0,
  'a verification of an earlier check': async (database, id) => (await visibleIds(database, [id])).has(id),
  ...Object.fromEntries(
    (
      [
        { url: HIS.url },
        { domain: 'studio.example' },
        { domain: 'media.studio.example', subdomains: false },
        { sha256: HIS.sha256! },
        { sha256: FILE.sha256 },
        { md5: HIS.md5! },
        { md5: FILE.md5 },
        { caption: 'lighthouse' },
        { caption: '"by night"' },
        { caption: 'jan* doe' },
      ] satisfies LookupQuery[]
    ).map((question) => [
      `a lookup by ${JSON.stringify(question)}`,
      async (database: Database) =>
        (await lookUp(question, database)).items.some(({ rowId }) => rowId === 'his'),
    ]),
  ),
  'the counts of its domain': async (database) =>
    (await lookUp({ domain: 'studio.example' }, database)).counts!.datasets.length > 0,
};

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`suppressions on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let dataset: number;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      dataset = await ensureDataset(database, { dataset: 'set', release: '1', rowsPublished: 2 });
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    const save = (...rows: NewImage[]): Promise<number[]> => saveImages(database, dataset, rows);
    const hide = (rule: Omit<SuppressionRequest, 'reason' | 'by'>) =>
      suppress({ ...rule, ...MORE }, database);

    /** The ways by which `his` comes out; and `other` must, by every rule. */
    async function waysOut(id: number): Promise<string[]> {
      expect(await lookUp({ url: OTHER.url }, database)).toMatchObject({ items: [{ rowId: 'other' }] });
      const out: string[] = [];
      for (const [name, comesOut] of Object.entries(WAYS)) if (await comesOut(database, id)) out.push(name);
      return out;
    }

    it('has ways out for a row that nobody suppressed: all of them', async () => {
      const [id] = await save(HIS, OTHER);
      expect(await waysOut(id)).toEqual(Object.keys(WAYS));
    });

    it.each(Object.entries(RULES))('shuts every way out at once, by %s', async (_, rule) => {
      const [id] = await save(HIS, OTHER);
      expect(await hide(rule)).toMatchObject({ rows: 1, lifted: null, ...MORE });
      expect(await waysOut(id)).toEqual([]);
    });

    it.each(Object.entries(RULES))('shuts them for a row that comes later, by %s', async (_, rule) => {
      expect(await hide(rule)).toMatchObject({ rows: 0 });
      const [id] = await save(HIS, OTHER);
      expect(await waysOut(id)).toEqual([]);
      expect((await suppressions(database, null)).suppressions).toMatchObject([{ rows: 1 }]);
    });

    it.each(Object.entries(RULES))('shuts them when a known row becomes one, by %s', async (_, rule) => {
      await hide(rule);
      const [id] = await save({ ...newImage('his'), picture: null }, OTHER);
      expect((await visibleIds(database, [id])).size).toBe(1);
      await save(HIS);
      expect(await waysOut(id)).toEqual([]);
    });

    it('keeps a row hidden that is ingested again, also under another address', async () => {
      const [id] = await save(HIS, OTHER);
      await hide({ url: HIS.url });
      await save(HIS);
      await save({ ...HIS, url: 'https://media.studio.example/moved.jpg' });
      expect(await waysOut(id)).toEqual([]);
    });

    it('shows rows again when it is lifted, but for those that another one hides; and keeps both on record', async () => {
      const [id] = await save(HIS, OTHER);
      const first = await hide({ url: HIS.url });
      const second = await hide({ sha256: FILE.sha256 });
      const lifted = await lift({ id: first.id, by: 'another', reason: 'By mistake.' }, database);
      expect(lifted).toEqual({
        ...first,
        rows: 0,
        lifted: { at: expect.any(String), by: 'another', reason: 'By mistake.' },
      });
      expect(await waysOut(id)).toEqual([]);
      await lift({ id: second.id, by: 'another', reason: null }, database);
      expect(await waysOut(id)).toEqual(Object.keys(WAYS));
      await save({ ...HIS, caption: HIS.caption });
      expect(await waysOut(id)).toEqual(Object.keys(WAYS));
      const { suppressions: all } = await suppressions(database, null);
      expect(all.map(({ id: one, lifted: end }) => [one, end?.by])).toEqual([
        [second.id, 'another'],
        [first.id, 'another'],
      ]);
      await expect(lift({ id: first.id, by: 'x', reason: null }, database)).rejects.toMatchObject({
        code: 'suppression-invalid',
        message: expect.stringContaining('was lifted at'),
      });
    });

    it('hides neither what is 32 bits away, nor a plain picture like a plain one, nor a neighbour of a domain', async () => {
      const away = newImage('away', { picture: { ...OTHER.picture!, pdq: turned(pdq, 32) } });
      const ids = await save(away, newImage('n', { url: 'https://evilstudio.example/a.jpg' }));
      const hyphen = newImage('h', { url: 'https://studio-2.example/a.jpg' });
      await hide({ picture: PICTURE });
      await hide({ domain: 'studio.example' });
      expect(await hide({ picture: { ...PICTURE, pdqQuality: 49 } })).toMatchObject({ byPdq: false });
      ids.push(...(await save(hyphen, away)));
      expect((await visibleIds(database, ids)).size).toBe(3);
    });

    it.each(['http://media.studio.example./%68%69%73.jpg', ' <media.studio.example/his.jpg#top> '])(
      'takes an address as it is typed, however it is escaped: %s',
      async (url) => {
        await save(HIS);
        const { rows, hint } = await hide({ url });
        expect([rows, hint]).toEqual([1, undefined]);
        expect((await lookUp({ url: HIS.url }, database)).items).toEqual([]);
      },
    );

    it('says what to do where a page was named, and hides no whole site for a part of it', async () => {
      expect(await hide({ url: 'nowhere.example/gallery' })).toMatchObject({
        rows: 0,
        hint: expect.stringContaining('domain nowhere.example'),
      });
      expect(await hide({ domain: 'https://nowhere.example/' })).toMatchObject({
        subject: 'nowhere.example',
      });
      await expect(hide({ domain: 'https://media.studio.example/jane/' })).rejects.toMatchObject({
        code: 'suppression-invalid',
        message: expect.stringMatching(/a part of media\.studio\.example, '\/jane\/'/),
      });
    });

    it('says in the coverage how many rows are kept out, and has servers notice', async () => {
      const ids = await save(HIS, OTHER);
      const space = { model: 'm', modelRevision: '1', dimensions: 2 };
      const indexId = await ensureIndex(database, { datasetId: dataset, ...space });
      await publishSegment(database, indexId, { id: 's', rows: 2, checksum: '' }, ids);
      const before = await indexVersion(database);
      expect(await listPublishedIndexes(database)).toMatchObject([{ rowsIndexed: 2, rowsSuppressed: 0 }]);
      const { id } = await hide({ picture: PICTURE });
      await hide({ url: HIS.url });
      expect(await listPublishedIndexes(database)).toMatchObject([{ rowsIndexed: 1, rowsSuppressed: 1 }]);
      const after = await indexVersion(database);
      expect(after).not.toBe(before);
      await lift({ id, by: 'x', reason: null }, database);
      expect(await indexVersion(database)).not.toBe(after);
    });

    it('misses no row that is being saved meanwhile', async () => {
      const rows = Array.from({ length: 60 }, (_, i) =>
        newImage(`row ${i}`, { url: `https://studio.example/${i}` }),
      );
      const saving = Promise.all(rows.map((row) => save(row)));
      await hide({ domain: 'studio.example' });
      const ids = (await saving).flat();
      expect(ids).toHaveLength(60);
      expect((await visibleIds(database, ids)).size).toBe(0);
    });

    it('lists a hundred at a time', async () => {
      for (let i = 0; i < 101; i++) await hide({ url: `https://a.example/${i}` });
      const first = await suppressions(database, null);
      expect(first.suppressions).toHaveLength(100);
      const second = await suppressions(database, first.next);
      expect(second.suppressions.map(({ subject }) => subject)).toEqual(['https://a.example/0']);
      expect(second.next).toBeNull();
    });

    it.each<[Partial<SuppressionRequest>, RegExp]>([
      [{}, /none was given/],
      [{ url: HIS.url, md5: FILE.md5 }, /'url' and 'md5' came together/],
      [{ domain: 'co.uk' }, /public suffix/],
      [{ url: 'nonsense' }, /'url' is no http/],
      [{ sha256: 'abc' }, /it has 3/],
      [{ url: HIS.url, subdomains: true }, /'subdomains' goes with 'domain'/],
      [{ url: HIS.url, reason: ' ' }, /'reason' is empty/],
      [{ url: HIS.url, reason: 'x'.repeat(2001) }, /'reason' has 2001 characters/],
      [{ url: HIS.url, by: '' }, /'by' is empty/],
    ])('refuses %j and says why', async (request, why) => {
      await expect(
        Promise.resolve().then(() => suppress({ ...MORE, ...request }, database)),
      ).rejects.toMatchObject({ code: 'suppression-invalid', message: expect.stringMatching(why) });
    });

    it('knows no suppression that was never made', async () => {
      await expect(lift({ id: 9, by: 'x', reason: null }, database)).rejects.toMatchObject({
        code: 'suppression-unknown',
        message: 'There is no suppression 9.',
      });
    });
  });
}

describe('rows that may be shown', () => {
  it('are read in one place: nothing else reads the table for an answer', () => {
    const src = fileURLToPath(new URL('../../src/', import.meta.url));
    const readers = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && /\b(from|join) images\b/.test(readFileSync(src + file, 'utf8')),
    );
    // What an ingest asks of its own rows, what is kept of their pictures, their numbers, their keys, and the rules themselves.
    const others = [
      'address-keys',
      'datasets',
      'fetch-outcomes',
      'indexes',
      'placeholders',
      'remove-images',
      'row-claims',
      'seen-pictures',
      'segments',
      'suppressions',
    ];
    expect(readers.toSorted()).toEqual([...others, 'rows'].map((name) => `db/${name}.ts`).toSorted());
  });
});
