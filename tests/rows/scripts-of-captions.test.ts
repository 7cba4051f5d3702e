import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { saveImages } from '../../src/db/images.ts';
import { migrate } from '../../src/db/migrate.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { newImage } from '../db/rows.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { LETTERS, ODD, CAPTIONS } from './captions-in-scripts.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);

/** The first that knows of scripts without spaces. */
const CHANGED = '000015';

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`captions in all scripts on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    let dataset: number;
    beforeAll(async () => {
      home = await engine.createBare();
      database = await openBefore(home);
      dataset = await ensureDataset(database, { dataset: 'scripts', release: '1', rowsPublished: null });
      // Saved before the words of scripts were known, and found afterwards.
      await saveImages(
        database,
        dataset,
        Object.entries(CAPTIONS).map(([rowId, caption]) =>
          newImage(rowId, { caption, author: rowId === 'author' ? '葛飾北斎' : null }),
        ),
      );
      await migrate(database);
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    /** The rows found, by the alphabet. */
    async function found(caption: string, dataset?: string): Promise<string[]> {
      const { items } = await lookUp({ caption, limit: 100, ...(dataset && { dataset }) }, database);
      return items.map(({ rowId }) => rowId).toSorted();
    }

    it.each([
      ['Zo\u00eb', ['decomposed', 'composed']],
      ['zoe\u0308', ['decomposed', 'composed']],
      ['"zo\u00eb paints"', ['decomposed']],
      ['zo\u00eb*', ['decomposed', 'composed']],
      ['zoe', []],
      ['"bánh mì"', ['vietnamese']],
      ['한국', ['hangul']],
      ['사*', ['hangul']],
      ['abc STUDIO2024', ['full-width']],
      ['ａｂ*', ['full-width']],
      ['ペンギン', ['half-width']],
      ['ﾝｷﾞﾝ', ['half-width']],
      ['office film', ['ligature']],
      ['STRASSE', ['sharp']],
      ['straß*', ['sharp']],
      ['"große straße"', ['sharp']],
      ['σίσυφος', ['sigma']],
      ['istanbul', ['dotted']],
      ['I\u0307stanbul', ['dotted']],
      ['küchenschrank', ['soft']],
      ['Küchen\u00adschrank', ['soft']],
      ['küchen\ufeffschrank', ['soft']],
      ['schrank', ['soft']],
      ['میخواهم', ['joined']],
      ['می\u200cخواهم', ['joined']],
      ['"می خواهم"', ['joined']],
      ['disney', ['trademark']],
      ['disney™ 10m 5', ['trademark']],
      ['"O\u2019Neil"', ['trademark']],
    ])('finds %j whichever way it is written', async (caption, expected) => {
      expect(await found(caption)).toEqual(expected.toSorted());
    });

    it.each([
      ['夜景', ['japanese']],
      ['景', ['japanese']],
      ['京の夜景写', ['japanese']],
      ['東京', ['japanese', 'spaced']],
      ['東京の夜景写真', ['japanese']],
      ['写真、渋谷', ['japanese']],
      ['渋谷、写真', ['japanese']],
      ['真渋', []],
      ['景夜', []],
      ['夜景 渋谷', ['japanese']],
      ['夜景 北京', []],
      ['夜*', ['japanese']],
      ['モナ・リザ', ['kana']],
      ['ヴィン', ['kana']],
      ['「リザ」', ['kana']],
      ['故宫', ['chinese']],
      ['博物院2023年', ['chinese']],
      ['2023', ['chinese']],
      ['物院202*', ['chinese']],
      ['物院202', []],
      ['กรุงเทพ', ['thai']],
      ['น้ำตก', ['thai']],
      ['้ํา', ['thai']],
      ['ทพ ตก', ['thai']],
      ['ลาว', []],
      ['ລາວ', ['lao']],
      ['ខ្មែរ', ['khmer']],
      ['ភាសាខ្មែរ', ['khmer']],
      ['ဘာသာ', ['burmese']],
      ['हिन्दी', ['hindi']],
      ['हिन्*', ['hindi']],
      ['चि*', ['hindi']],
      ['𠮷', ['surrogates']],
      ['野家の牛', ['surrogates']],
      ['𠮷野', ['surrogates']],
      ['𠮶', []],
      ['葛飾', ['variant', 'author']],
      ['iphoneケース', ['mixed']],
      ['iPhone', ['mixed']],
      ['ケース 花柄', ['mixed']],
      ['いいiphoneケ*', ['mixed']],
      ['ケースiphone', []],
      ['いいipho', []],
      ['いいipho*', ['mixed']],
      ['"雨 の 東京"', ['spaced']],
      ['"東京 の 雨"', []],
      ['"東京 tower"', ['spaced']],
      ['"東京tower night"', ['spaced']],
      ['"京 tower nig"', []],
      ['"夜景写"', ['japanese']],
      ['"景夜写"', []],
      ['女性', ['radical']],
      ['painter red', ['emoji']],
      ['painter 👩', ['emoji']],
      ['北斎', ['author']],
      ['葛飾北斎', ['author']],
      [`東京${'の'.repeat(200)}`, []],
    ])('finds %j in any part of a text without spaces', async (caption, expected) => {
      expect(await found(caption)).toEqual(expected.toSorted());
    });

    it.each(['、。', '「」', '😀', '\u200b', '…！？', '"、"', '\u0301'])(
      'says of %j that there is nothing to look for',
      async (caption) => {
        await expect(found(caption)).rejects.toMatchObject({
          code: 'lookup-invalid',
          message: expect.stringMatching(/no word to look for/),
        });
      },
    );

    it('finds any part of a text, and no other text', async () => {
      const id = await ensureDataset(database, { dataset: 'drawn', release: '1', rowsPublished: null });
      const text = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 14 });
      const captions = fc.sample(text, 60);
      await saveImages(
        database,
        id,
        captions.map((caption, i) => newImage(String(i + 100), { caption })),
      );
      const holders = (sought: string): string[] =>
        captions.flatMap((caption, i) =>
          caption.normalize('NFKC').includes(sought.normalize('NFKC')) ? [String(i + 100)] : [],
        );
      const part = fc
        .tuple(fc.constantFrom(...captions), fc.nat(), fc.nat())
        .map(([caption, start, length]) => {
          const all = Array.from(caption);
          const from = start % all.length;
          return all.slice(from, from + 1 + (length % (all.length - from))).join('');
        });
      await fc.assert(
        fc.asyncProperty(fc.oneof(part, text), async (sought) => {
          expect(await found(sought, 'drawn')).toEqual(holders(sought));
          expect(await found(`"${sought}"`, 'drawn')).toEqual(holders(sought));
        }),
        { numRuns: 60 },
      );
    });

    it('finds every caption by itself, whatever it is made of', async () => {
      const id = await ensureDataset(database, { dataset: 'odd', release: '1', rowsPublished: null });
      const captions = fc.sample(
        fc.string({ unit: fc.constantFrom(...ODD), minLength: 3, maxLength: 14 }),
        60,
      );
      await saveImages(
        database,
        id,
        captions.map((caption, i) => newImage(String(i), { caption })),
      );
      for (const [i, caption] of captions.entries()) {
        const rows = await found(caption, 'odd').catch((error: Error) => error.message);
        if (typeof rows === 'string') expect(rows).toMatch(/no word to look for/);
        else expect(rows, caption).toContain(String(i));
      }
    });

    it('keeps a caption of any length, and finds what it begins with', async () => {
      const id = await ensureDataset(database, { dataset: 'long', release: '1', rowsPublished: null });
      // Of every two signs side by side few come twice: their letters alone would be more than a tsvector holds.
      const signs = Array.from({ length: 300_000 }, (_, i) =>
        String.fromCodePoint(0x4e00 + ((i * i + Math.floor(i / 7)) % 20_000)),
      ).join('');
      const words = Array.from({ length: 200_000 }, (_, i) => i.toString(36)).join(' ');
      await saveImages(database, id, [
        newImage('signs', { caption: `鯨が空を飛ぶ${signs}` }),
        newImage('words', { caption: `a whale flies ${words}` }),
      ]);
      expect(await found('空を飛', 'long')).toEqual(['signs']);
      expect(await found('"whale flies"', 'long')).toEqual(['words']);
    });

    it('finds parts of texts where they are common, rare or not side by side, over all pages', async () => {
      const large = await ensureDataset(database, { dataset: 'large', release: '1', rowsPublished: null });
      await saveImages(
        database,
        large,
        Array.from({ length: 9_000 }, (_, i) =>
          newImage(`large ${i}`, {
            picture: null,
            caption: `${i % 2 === 0 ? '美しい写真の夜空' : '古い写真と夜空の絵'}${i === 8_500 ? '鯨' : ''}${i > 8_950 ? '満月満ち欠け' : ''}`,
          }),
        ),
      );
      await database.runScript('analyze images');
      const count = async (caption: string): Promise<number> => {
        let rows = 0;
        let after: string | undefined;
        do {
          const page = await lookUp(
            { caption, dataset: 'large', limit: 100, ...(after === undefined ? {} : { after }) },
            database,
          );
          rows += page.items.length;
          after = page.next ?? undefined;
        } while (after !== undefined);
        return rows;
      };
      expect(await count('鯨')).toBe(1);
      expect(await count('空鯨')).toBe(1);
      expect(await count('の夜空鯨')).toBe(1);
      expect(await count('満月')).toBe(49);
      expect(await count('満月満ち')).toBe(49);
      // Every two side by side, and never all.
      expect(await count('満ち欠けの')).toBe(0);
      expect(await count('月満月')).toBe(0);
      expect(await count('しい写真と')).toBe(0);
      expect(await count('古い 美しい')).toBe(0);
      expect((await lookUp({ caption: '夜空', dataset: 'large', limit: 100 }, database)).items).toHaveLength(
        100,
      );
    });
  });
}

/** A database as it was before the migration, which is still to come. */
async function openBefore(home: TestDatabase): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'trainspot-migrations-'));
  for (const name of await readdir(MIGRATIONS)) {
    if (name < CHANGED) await cp(new URL(name, MIGRATIONS), join(folder, name));
  }
  const database = await home.openBare();
  await migrate(database, pathToFileURL(`${folder}/`));
  await rm(folder, { recursive: true });
  return database;
}
