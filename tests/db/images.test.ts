import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset, listDatasets } from '../../src/db/datasets.ts';
import { findImagesByIds, saveImages } from '../../src/db/images.ts';
import { databaseEngines, emptyDatabase, type TestDatabase } from '../helpers/databases.ts';
import { findByBytes } from './found-rows.ts';
import { digest, newImage } from './rows.ts';

const LAION = { dataset: 'LAION-400M', release: '2021-08', rowsPublished: 413_000_000 };

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`images on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let laion: number;
    let coyo: number;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
    });
    beforeEach(async () => {
      await emptyDatabase(database);
      laion = await ensureDataset(database, LAION);
      coyo = await ensureDataset(database, { dataset: 'COYO-700M', release: '1', rowsPublished: null });
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });
    const hashesOf = (name: string): { sha256: string; md5: string } => ({
      sha256: digest('sha256', name),
      md5: digest('md5', name),
    });

    describe('datasets', () => {
      it('gives a release one id, for good', async () => {
        expect(await ensureDataset(database, LAION)).toBe(laion);
        expect(await ensureDataset(database, { ...LAION, release: '2022-03' })).not.toBe(laion);
      });

      it('learns the number of rows, and does not forget it', async () => {
        await ensureDataset(database, { dataset: 'COYO-700M', release: '1', rowsPublished: 746_972_269 });
        await ensureDataset(database, { dataset: 'COYO-700M', release: '1', rowsPublished: null });
        const none = { rowsListed: 0, rowsHashed: 0, rowsFingerprinted: 0, rowsSuppressed: 0 };
        expect(await listDatasets(database)).toEqual([
          { id: coyo, dataset: 'COYO-700M', release: '1', rowsPublished: 746_972_269, ...none },
          { id: laion, ...LAION, ...none },
        ]);
      });
    });

    it('gives back what was saved', async () => {
      const image = newImage('cat', { unsafe: true });
      const bare = newImage('bare', {
        caption: null,
        width: null,
        height: null,
        similarity: null,
        picture: null,
      });
      const ids = await saveImages(database, laion, [image, bare]);
      const { picture, similarity: _similarity, phash: _phash, ...row } = image;
      expect(await findImagesByIds(database, ids)).toEqual([
        { ...row, id: ids[0], dataset: 'LAION-400M', release: '2021-08', ...picture },
        {
          id: ids[1],
          dataset: 'LAION-400M',
          release: '2021-08',
          rowId: 'bare',
          file: null,
          url: bare.url,
          caption: null,
          width: null,
          height: null,
          sha256: null,
          md5: null,
          pdq: null,
          pdqQuality: null,
          unsafe: null,
          author: null,
          pageUrl: null,
        },
      ]);
    });

    it('keeps rows apart that have one place in two files', async () => {
      const rows = ['a.tsv', 'b.tsv'].map((file) =>
        newImage('7', { file, url: `https://x.example/${file}` }),
      );
      const ids = await saveImages(database, laion, rows);
      expect(new Set(ids).size).toBe(2);
      expect(await saveImages(database, laion, rows)).toEqual(ids);
      expect(await findImagesByIds(database, ids)).toMatchObject(
        rows.map(({ file, url }) => ({ file, url })),
      );
    });

    it('does not forget a picture when its row is saved again without', async () => {
      const [id] = await saveImages(database, laion, [newImage('cat')]);
      await saveImages(database, laion, [newImage('cat', { caption: 'New', picture: null })]);
      const [{ pdq }] = [newImage('cat').picture!];
      expect(await findImagesByIds(database, [id])).toMatchObject([{ caption: 'New', pdq }]);
    });

    it('saves nothing when nothing is given', async () => {
      expect(await saveImages(database, laion, [])).toEqual([]);
      expect(await findImagesByIds(database, [])).toEqual([]);
    });

    it('gives ids, and rows by ids, in the order asked for', async () => {
      const names = ['m', 'z', 'a', '10', '9', 'é'];
      const ids = await saveImages(
        database,
        laion,
        names.map((name) => newImage(name)),
      );
      const shuffled = [ids[3], ids[0], 9_999_999, ids[5], ids[1]];
      expect((await findImagesByIds(database, shuffled)).map(({ rowId }) => rowId)).toEqual([
        '10',
        'm',
        'é',
        'z',
      ]);
    });

    it('replaces a row that is saved again, under its old id', async () => {
      const [id] = await saveImages(database, laion, [newImage('cat')]);
      const moved = newImage('cat', {
        url: 'https://example.org/moved.jpg',
        picture: newImage('dog').picture,
      });
      expect(await saveImages(database, laion, [newImage('new'), moved])).toEqual([expect.any(Number), id]);
      const [row] = await findImagesByIds(database, [id]);
      expect(row).toMatchObject({ url: moved.url, ...moved.picture });
      expect(await findByBytes(database, hashesOf('cat'))).toEqual([]);
    });

    it('takes the last of a row id that a batch repeats', async () => {
      const batch = [newImage('a'), newImage('b'), newImage('a', { caption: 'the last' })];
      const ids = await saveImages(database, laion, batch);
      expect(ids[0]).toBe(ids[2]);
      expect(ids[0]).not.toBe(ids[1]);
      expect((await findImagesByIds(database, [ids[0]]))[0].caption).toBe('the last');
    });

    it('keeps equal row ids of two datasets apart', async () => {
      const [first] = await saveImages(database, laion, [newImage('1')]);
      const [second] = await saveImages(database, coyo, [newImage('1')]);
      expect(first).not.toBe(second);
    });

    it('stores dirty text, less what no text can hold', async () => {
      const dirty = newImage('\0row\uD83C', {
        url: 'https://example.org/\0a.jpg',
        caption: `\0"quoted", {braces}, \\back\\, 'single', 🎨 \uDC00 lone, NULL\r\n\ttab \u202E`,
      });
      const long = newImage('long', { caption: '長い🎨'.repeat(2_500) });
      const ids = await saveImages(database, laion, [dirty, long, newImage('row')]);
      // What is left of the dirty row's id is another row's, given later.
      expect(ids[0]).toBe(ids[2]);
      const again = await saveImages(database, laion, [dirty]);
      const [row, longRow] = await findImagesByIds(database, [again[0], ids[1]]);
      expect(row).toMatchObject({
        rowId: 'row',
        url: 'https://example.org/a.jpg',
        caption: `"quoted", {braces}, \\back\\, 'single', 🎨  lone, NULL\r\n\ttab \u202E`,
      });
      expect(longRow.caption).toBe(long.caption);
    });

    it('saves a large batch at once', async () => {
      const batch = Array.from({ length: 10_000 }, (_, i) => newImage(`row ${i}`));
      const ids = await saveImages(database, laion, batch);
      expect(new Set(ids).size).toBe(10_000);
      expect((await findImagesByIds(database, [ids[9_876]]))[0].rowId).toBe('row 9876');
    });

    it('lets two writers save the same rows at once', async () => {
      const rows = Array.from({ length: 500 }, (_, i) => newImage(`row ${i}`));
      const batches = [rows, rows.toReversed(), rows, rows.toReversed()];
      const [first, second] = await Promise.all(batches.map((batch) => saveImages(database, laion, batch)));
      expect(second).toEqual(first.toReversed());
    });

    describe('by hash', () => {
      it('finds equal bytes by either hash, computed here or stated by the publisher', async () => {
        const stated = newImage('stated', { ...hashesOf('original') });
        const [id] = await saveImages(database, laion, [stated, newImage('other')]);
        for (const known of ['original', 'stated']) {
          const { sha256, md5 } = hashesOf(known);
          const unknown = hashesOf('unknown');
          expect(await findByBytes(database, { sha256, md5 })).toMatchObject([{ id, sha256, md5 }]);
          expect(await findByBytes(database, { sha256, md5: unknown.md5 })).toMatchObject([{ id, sha256 }]);
          expect(await findByBytes(database, { sha256: unknown.sha256, md5 })).toMatchObject([{ id, md5 }]);
        }
        expect(await findByBytes(database, hashesOf('unknown'))).toEqual([]);
      });

      it('looks only in the datasets asked for', async () => {
        await saveImages(database, laion, [newImage('cat')]);
        await saveImages(database, coyo, [newImage('cat')]);
        const found = async (datasets?: string[]): Promise<string[]> =>
          (await findByBytes(database, hashesOf('cat'), datasets)).map(({ dataset }) => dataset);
        expect(await found()).toEqual(['LAION-400M', 'COYO-700M']);
        expect(await found(['COYO-700M'])).toEqual(['COYO-700M']);
        expect(await found([])).toEqual([]);
      });

      it('shows a placeholder that stands everywhere a thousand times at most', async () => {
        const { picture } = newImage('placeholder');
        const batch = Array.from({ length: 1_200 }, (_, i) => newImage(`row ${i}`, { picture }));
        await saveImages(database, laion, batch);
        expect(await findByBytes(database, hashesOf('placeholder'))).toHaveLength(1_000);
      });
    });
  });
}
