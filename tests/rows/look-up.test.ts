import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LookupAnswer, LookupQuery, LookupRow } from '../../src/api/lookup.ts';
import type { Database } from '../../src/db/database.ts';
import { ensureDataset } from '../../src/db/datasets.ts';
import { type NewImage, saveImages } from '../../src/db/images.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';
import { digest, newImage } from '../db/rows.ts';

const PLACEHOLDER = digest('sha256', 'placeholder');

/** Rows whose ids say what they are for. */
const LAION: NewImage[] = [
  newImage('address', { url: 'http://media.studio.example:80/a%20b.jpg?size=2#top' }),
  newImage('address-other-query', { url: 'https://media.studio.example/a%20b.jpg?size=3' }),
  newImage('host', { url: 'https://studio.example/1.jpg', caption: 'Old town in the rain, by Jane Doe' }),
  newImage('below', { url: 'https://a.b.studio.example/1.jpg', caption: 'Rain in the old harbour town' }),
  newImage('evil', { url: 'https://evilstudio.example/1.jpg', caption: null, author: 'jane_doe' }),
  newImage('hyphen', { url: 'https://studio-x.example/1.jpg', author: 'Jane Doe' }),
  newImage('suffix', { url: 'https://studio.example.evil.example/1.jpg', caption: 'Doe Jane' }),
  newImage('number', { url: 'https://192.0.2.7/1.jpg', caption: 'Édouard O’Neil, Rutkowski style' }),
  newImage('unicode', { url: 'https://münchen.example/1.jpg', caption: '東京 の 雨' }),
  newImage('stated', { sha256: digest('sha256', 'original'), md5: digest('md5', 'original') }),
  newImage('seen', { sha256: null, picture: newImage('original').picture }),
  newImage('nasty', {
    url: 'https://nasty.example/1.jpg',
    caption: `'); drop table images; -- & | ! <-> :* "quoted"`,
  }),
];
const COYO: NewImage[] = [
  newImage('coyo', { url: 'https://b.studio.example/1.jpg', caption: 'Jane Doe again' }),
  ...Array.from({ length: 45 }, (_, i) =>
    newImage(`many ${i}`, {
      url: `https://h${i % 3}.many.example/${i}.jpg`,
      caption: `common word ${i % 2 === 0 ? 'even' : 'odd'} ${i}`,
      sha256: i % 2 === 0 ? PLACEHOLDER : null,
      picture: i % 2 === 0 ? null : { ...newImage('x').picture!, sha256: PLACEHOLDER },
    }),
  ),
];

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`lookups on ${engine.name}`, () => {
    let home: TestDatabase;
    let database: Database;
    beforeAll(async () => {
      home = await engine.create();
      database = await home.open();
      const described = { release: '1', rowsPublished: null };
      const laion = await ensureDataset(database, { dataset: 'laion', ...described });
      const coyo = await ensureDataset(database, { dataset: 'coyo', ...described });
      await saveImages(database, laion, LAION);
      await saveImages(database, coyo, COYO);
    });
    afterAll(async () => {
      await database.close();
      await home.remove();
    });

    const ask = (question: LookupQuery): Promise<LookupAnswer> => lookUp(question, database);
    const names = async (question: LookupQuery): Promise<string[]> =>
      (await ask(question)).items.map(({ rowId }) => rowId);

    /** All pages of a lookup, each of which must hold no more than it may. */
    async function everyPage(question: LookupQuery, limit: number): Promise<LookupRow[]> {
      const rows: LookupRow[] = [];
      let after: string | undefined;
      for (let pages = 0; pages < 100; pages++) {
        const page = await ask({ ...question, limit, ...(after === undefined ? {} : { after }) });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        rows.push(...page.items);
        if (page.next === null) return rows;
        after = page.next;
      }
      throw new Error('the pages have no end');
    }

    it('answers what a row says, and nothing of how it is stored', async () => {
      const { items, next, counts } = await ask({ url: 'https://studio-x.example/1.jpg' });
      const { caption, width, height, picture } = newImage('hyphen');
      expect(items).toEqual([
        {
          dataset: 'laion',
          release: '1',
          rowId: 'hyphen',
          file: null,
          url: 'https://studio-x.example/1.jpg',
          link: null,
          caption,
          author: 'Jane Doe',
          pageUrl: null,
          width,
          height,
          sha256: picture!.sha256,
          md5: picture!.md5,
          unsafe: null,
        },
      ]);
      expect([next, counts]).toEqual([null, null]);
    });

    it.each([
      'https://media.studio.example/a%20b.jpg?size=2',
      'HTTP://MEDIA.studio.example/a b.jpg?size=2#elsewhere',
    ])('finds an address whatever its scheme, case of host and fragment: %s', async (url) => {
      expect(await names({ url })).toEqual(['address']);
    });

    it.each([
      ' "media.studio.example/a%20b.jpg?size=2" ',
      '<media.studio.example./a b.jpg?size=2#x>',
      'https://media.studio.example:443/%61%20%62.jpg?size=2',
    ])('finds an address as it is typed or pasted: %s', async (url) => {
      expect(await names({ url })).toEqual(['address']);
    });

    it('says what to do where a page was asked for, and nothing of it stands here', async () => {
      const { items, hint } = await ask({ url: 'www.nowhere.example' });
      expect([items, hint]).toEqual([[], expect.stringContaining('domain www.nowhere.example')]);
      expect(await ask({ url: 'https://studio-x.example/1.jpg' })).not.toHaveProperty('hint');
      expect(await ask({ url: 'https://studio-x.example/none.jpg' })).not.toHaveProperty('hint');
    });

    it('keeps other queries, paths and ports apart', async () => {
      expect(await names({ url: 'https://media.studio.example/a%20b.jpg' })).toEqual([]);
      expect(await names({ url: 'https://media.studio.example:8080/a%20b.jpg?size=2' })).toEqual([]);
    });

    it('finds a domain with all below it, and no other that looks like it', async () => {
      const { items, counts } = await ask({ domain: 'Studio.Example' });
      expect(items.map(({ rowId }) => rowId).toSorted()).toEqual([
        'address',
        'address-other-query',
        'below',
        'coyo',
        'host',
      ]);
      expect(counts).toEqual({
        datasets: [
          { dataset: 'laion', release: '1', rows: 4 },
          { dataset: 'coyo', release: '1', rows: 1 },
        ],
        complete: true,
      });
    });

    it.each([
      [{ domain: 'studio.example', subdomains: false }, ['host']],
      [{ domain: 'media.studio.example' }, ['address', 'address-other-query']],
      [{ domain: 'b.studio.example' }, ['below', 'coyo']],
      [{ domain: '*.b.studio.example.' }, ['below', 'coyo']],
      [{ domain: 'münchen.example' }, ['unicode']],
      [{ domain: 'https://b.studio.example/' }, ['below', 'coyo']],
      [{ domain: ' <http://b.studio.example./a/page.html?x#y> ' }, ['below', 'coyo']],
      [{ domain: '//b.studio.example:8080' }, ['below', 'coyo']],
      [{ domain: 'b.studio.example/portfolio' }, ['below', 'coyo']],
      [{ domain: '“b.studio.example”' }, ['below', 'coyo']],
      [{ domain: 'xn--mnchen-3ya.example' }, ['unicode']],
      [{ domain: '192.0.2.7' }, ['number']],
      [{ domain: 'nothing.example' }, []],
      [{ domain: 'studio.example', dataset: 'coyo' }, ['coyo']],
    ])('finds the rows of %j', async (question, expected) => {
      expect((await names(question)).toSorted()).toEqual(expected.toSorted());
    });

    it.each([
      [{ sha256: digest('sha256', 'original').toUpperCase() }, ['stated', 'seen']],
      [{ md5: digest('md5', 'original') }, ['stated', 'seen']],
      [{ sha256: digest('sha256', 'nobody') }, []],
    ])('finds a file by %j, stated or computed, and shows that hash', async (question, expected) => {
      const { items } = await ask(question);
      expect(items.map(({ rowId }) => rowId).toSorted()).toEqual(expected.toSorted());
      for (const item of items) {
        expect(item).toMatchObject(
          Object.fromEntries(Object.entries(question).map(([name, hash]) => [name, hash.toLowerCase()])),
        );
      }
    });

    it.each([
      ['jane doe', ['evil', 'host', 'hyphen', 'suffix', 'coyo']],
      ['"jane doe"', ['evil', 'host', 'hyphen', 'coyo']],
      ['"doe jane"', ['suffix']],
      ['JANE rain', ['host']],
      ['old town', ['host', 'below']],
      ['"old town"', ['host']],
      ['rutkow*', ['number']],
      ['ru* styl*', ['number']],
      ['édouard', ['number']],
      ['"in the" rai*', ['host', 'below']],
      ['東京', ['unicode']],
      ['東*', ['unicode']],
      ['drop & ! | table :*', ['nasty']],
      ['nowhere', []],
      ['"unclosed jane', []],
      ['jane "" doe', ['evil', 'host', 'hyphen', 'suffix', 'coyo']],
    ])('finds by words: %s', async (caption, expected) => {
      expect((await names({ caption })).toSorted()).toEqual(expected.toSorted());
    });

    it.each<[string, LookupQuery, number]>([
      ['a domain', { domain: 'many.example' }, 45],
      ['a domain in one dataset', { domain: 'example', dataset: 'coyo' }, 0],
      ['a hash', { sha256: PLACEHOLDER }, 45],
      ['words', { caption: 'common word' }, 45],
      ['a phrase', { caption: '"word even"' }, 23],
      ['an address', { url: 'https://h1.many.example/1.jpg' }, 1],
    ])('gives every row of %s once, over pages of any size', async (_, question, expected) => {
      if (expected === 0) {
        await expect(ask(question)).rejects.toMatchObject({ code: 'lookup-invalid' });
        return;
      }
      for (const limit of [1, 7, 44, 45, 100]) {
        const rows = await everyPage(question, limit);
        expect(new Set(rows.map(({ rowId }) => rowId)).size).toBe(expected);
        expect(rows).toHaveLength(expected);
      }
    });

    it('counts a domain on the first page alone', async () => {
      const first = await ask({ domain: 'many.example', limit: 10 });
      expect(first.counts?.datasets).toEqual([{ dataset: 'coyo', release: '1', rows: 45 }]);
      expect((await ask({ domain: 'many.example', after: first.next! })).counts).toBeNull();
    });

    it('looks through all rows where words are common, rare, or never meet', async () => {
      const described = { dataset: 'large', release: '1', rowsPublished: null };
      const large = await ensureDataset(database, described);
      const rows = Array.from({ length: 12_000 }, (_, i) =>
        newImage(`large ${i}`, {
          picture: null,
          caption: `${i % 2 === 0 ? 'red left' : 'blue left'} sky${i === 11_500 ? ' zebra' : ''}${i > 11_950 ? ' late' : ''}`,
        }),
      );
      await saveImages(database, large, rows);
      // As a server does by itself sooner or later: then it expects what is common.
      await database.runScript('analyze images');
      const found = async (caption: string): Promise<number> =>
        (await everyPage({ caption, dataset: 'large' }, 100)).length;
      expect(await names({ caption: 'zebra' })).toEqual(['large 11500']);
      expect(await found('late')).toBe(49);
      expect(await found('red blue')).toBe(0);
      expect(await found('"sky late"')).toBe(49);
      expect(await found('"left red"')).toBe(0);
      expect(await found('"sky left"')).toBe(0);
      expect(await found('lat* sky')).toBe(49);
      expect((await ask({ caption: 'late', dataset: 'laion' })).items).toEqual([]);
      expect((await ask({ caption: 'late', limit: 5 })).items.map(({ rowId }) => rowId)).toEqual(
        [51, 52, 53, 54, 55].map((n) => `large ${11_900 + n}`),
      );
      expect(await found('"sky zebra"')).toBe(1);
      expect((await ask({ caption: 'sky', limit: 100 })).items).toHaveLength(100);
    });

    it.each<[LookupQuery, RegExp]>([
      [{}, /one of url, domain, sha256, md5, caption/],
      [{ url: 'https://a.example/', domain: 'a.example' }, /'url' and 'domain' came together/],
      [{ url: 'ftp://a.example/1.jpg' }, /'url' is no http or https address/],
      [{ url: 'picture.jpg' }, /'url' is no http/],
      [{ domain: 'co.uk' }, /'co.uk' is a public suffix/],
      [{ domain: 'com' }, /public suffix/],
      [{ domain: 'example' }, /'example' is a whole top-level domain/],
      [{ domain: 'ftp://studio.example/' }, /is no domain; write it as example.org/],
      [{ domain: 'https://jane@studio.example/' }, /is no domain/],
      [{ domain: 'jane@studio.example' }, /is no domain/],
      [{ domain: 'studio.example:443' }, /is no domain/],
      [{ domain: '' }, /is no domain/],
      [{ sha256: 'abc' }, /'sha256' should be 64 hex digits; it has 3/],
      [{ md5: 'z'.repeat(32) }, /'md5' should be 32 hex digits; it has other characters/],
      [{ caption: '  ' }, /no word to look for/],
      [{ caption: '?! -' }, /no word to look for/],
      [{ caption: 'a*' }, /'a\*' in 'caption' has 1 letter; a beginning has 2/],
      [{ caption: "ab'c*" }, /before the \* stand letters and digits/],
      [{ caption: 'x'.repeat(501) }, /has 501 characters; 500 are taken/],
      [{ caption: 'word '.repeat(21) }, /has 21 words/],
      [{ caption: 'a', subdomains: false }, /'subdomains' goes with 'domain' alone, not with 'caption'/],
      [{ caption: 'word', limit: 0 }, /'limit' is 0; it should be a whole number from 1 to 100/],
      [{ caption: 'word', limit: 101 }, /'limit' is 101/],
      [{ caption: 'word', after: 'nonsense' }, /'after' is no place in this lookup/],
      [{ domain: 'many.example', after: 'WzE3XQ' }, /'after' is no place/],
      [{ caption: 'word', after: 'WyJhIiwxLDJd' }, /'after' is no place/],
    ])('refuses %j and says why', async (question, why) => {
      await expect(ask(question)).rejects.toMatchObject({
        code: 'lookup-invalid',
        message: expect.stringMatching(why),
      });
    });

    it('names the datasets where it is asked for one it has not', async () => {
      await expect(ask({ caption: 'word', dataset: 'no\0ne' })).rejects.toMatchObject({
        code: 'dataset-unknown',
        message: expect.stringContaining('coyo'),
      });
    });

    it('has an answer or a refusal for any text, and never an error of the database', async () => {
      const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 60 }));
      const kind = fc.constantFrom('url', 'domain', 'sha256', 'md5', 'caption', 'after');
      await fc.assert(
        fc.asyncProperty(kind, text, async (name, given) => {
          const question = name === 'after' ? { caption: 'word', after: given } : { [name]: given };
          const outcome = await ask(question).catch((error: { code?: string }) => error.code);
          expect(typeof outcome === 'string' ? outcome : 'answer').toMatch(/^(answer|lookup-invalid)$/);
        }),
        { numRuns: 150 },
      );
    });
  });
}
