import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseUrl } from '../../src/core/parse-url.ts';
import { reversedHost, sameAddress } from '../../src/core/web-address.ts';
import { NOT_SO_PLAIN, PLAIN_ADDRESS } from '../../src/db/address-keys.ts';
import type { Database } from '../../src/db/database.ts';
import { fetchFailuresOf } from '../../src/db/fetch-outcomes.ts';
import { migrate } from '../../src/db/migrate.ts';
import { urlKeySql } from '../../src/db/url-key.ts';
import { lookUp } from '../../src/rows/look-up.ts';
import { databaseEngines, type TestDatabase } from '../helpers/databases.ts';

const PROJECT = new URL('../../migrations/', import.meta.url);

/** The form by which rows were stored before. */
function formerForm(url: string): string {
  const { host, pathname, search } = parseUrl(url)!;
  return host + pathname + search;
}

const ROWS = {
  lower: 'https://a.example/caf%c3%a9.jpg',
  tilde: 'https://a.example/%7Euser/1.jpg',
  letter: 'https://a.example/%41.jpg',
  dot: 'https://a.example./d.jpg',
  page: 'https://a.example/q?x=1&amp;y=2',
  upper: 'https://b.example/caf%C3%A9.jpg',
  plain: 'https://b.example/plain.jpg?w=1&h=2',
};
const ASKED: Record<keyof typeof ROWS, string> = {
  lower: 'https://a.example/café.jpg',
  tilde: 'https://a.example/~user/1.jpg',
  letter: 'https://a.example/A.jpg',
  dot: 'https://a.example/d.jpg',
  page: 'https://a.example/q?x=1&y=2',
  upper: 'https://b.example/caf%c3%a9.jpg',
  plain: 'http://b.example/plain.jpg?w=1&h=2',
};

for (const engine of databaseEngines) {
  describe.skipIf(!engine.available)(`rows of an earlier version, on ${engine.name},`, () => {
    let home: TestDatabase;
    let database: Database;
    const ids = new Map<string, number>();
    beforeAll(async () => {
      home = await engine.createBare();
      database = await home.openBare();
      const folder = await mkdtemp(join(tmpdir(), 'trainspot-migrations-'));
      for (const name of await readdir(PROJECT)) {
        if (name < '000013') await cp(new URL(name, PROJECT), join(folder, name));
      }
      await migrate(database, pathToFileURL(`${folder}/`));
      await rm(folder, { recursive: true });
      const [{ id: dataset }] = await database.query<{ id: number }>(
        `insert into datasets (dataset, release) values ('old', '1') returning id`,
      );
      for (const [name, url] of Object.entries(ROWS)) {
        const [{ id }] = await database.query<{ id: number }>(
          `insert into images (dataset_id, row_id, url, url_key, host)
           values ($1, $2, $3, ${urlKeySql('$4::text')}, $5) returning id`,
          [dataset, name, url, formerForm(url), reversedHost(url)],
        );
        ids.set(name, id);
      }
      for (const name of ['lower', 'plain'] as const) {
        await database.query(
          `insert into fetch_outcomes (image_id, url_key, reason, kind, attempts)
           values ($1, ${urlKeySql('$2::text')}, $3, 'unusable', 1)`,
          [ids.get(name), formerForm(ROWS[name]), name === 'lower' ? 'too-large' : 'content-encoding'],
        );
      }
      await database.query(
        `insert into suppressions (kind, subject, url_key, reason, asked_by)
         values ('url', $1, ${urlKeySql('$2::text')}, 'x', 'y')`,
        [ASKED.upper, formerForm(ASKED.upper)],
      );
      await migrate(database);
    }, 240_000);
    afterAll(async () => {
      await database?.close();
      await home?.remove();
    });
    const found = async (url: string): Promise<string[]> =>
      (await lookUp({ url }, database)).items.map(({ rowId }) => rowId);

    it.each(['lower', 'tilde', 'letter', 'dot', 'page', 'plain'] as const)(
      'are found by every writing of their address: %s',
      async (name) => {
        expect(await found(ASKED[name])).toEqual([name]);
        expect(await found(ROWS[name])).toEqual([name]);
      },
    );

    it('are hidden by a suppression that was written otherwise', async () => {
      expect(await found(ROWS.upper)).toEqual([]);
    });

    it('keep what became of their links, but for what was misread', async () => {
      const known = await fetchFailuresOf(database, [...ids.values()]);
      expect(known.map(({ imageId, reason }) => [imageId, reason])).toEqual([
        [ids.get('lower'), 'too-large'],
      ]);
    });

    it('are counted under their hosts still', async () => {
      const { counts } = await lookUp({ domain: 'a.example' }, database);
      expect(counts?.datasets).toEqual([{ dataset: 'old', release: '1', rows: 5 }]);
    });

    it('are plain to the database where they are plain here', async () => {
      const texts = [...Object.values(ROWS), ...Object.values(ASKED), 'https://a.example/x/../y?z=&AMP;'];
      const [{ plain }] = await database.query<{ plain: boolean[] }>(
        `select array_agg(url ~ $2 and url !~ $3 order by place) as plain
         from unnest($1::text[]) with ordinality as u (url, place)`,
        [texts, PLAIN_ADDRESS, NOT_SO_PLAIN],
      );
      expect(plain).toEqual(texts.map(isPlain));
    });
  });
}

function isPlain(url: string): boolean {
  return new RegExp(PLAIN_ADDRESS).test(url) && !new RegExp(NOT_SO_PLAIN).test(url);
}

describe('an address whose key is not made anew', () => {
  it('is one whose form never was another', () => {
    const part = fc.constantFrom(
      ...'a B 0 x1 . .. / ? # & &amp; &#38; %41 + - _ ~ : @ = ; é | [ \\ * ( $ , !'.split(' '),
      "'",
      ' ',
      '\t',
      '\n',
    );
    const host = fc.constantFrom(
      'a.example',
      'A.example',
      'a.example.',
      '1.2',
      'a.1',
      'a',
      'x-y.b.example',
      'ä.example',
    );
    let plain = 0;
    fc.assert(
      fc.property(host, fc.array(part, { maxLength: 10 }), (name, parts) => {
        const url = `https://${name}/${parts.join('')}`;
        if (!isPlain(url)) return;
        plain++;
        expect(sameAddress(url)).toBe(url.replace(/^https?:\/\/|#.*$/g, ''));
      }),
      { numRuns: 20_000 },
    );
    expect(plain).toBeGreaterThan(500);
  });
});
