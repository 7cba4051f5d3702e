import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareRow, type ManifestRow } from '../../src/core/dataset.ts';
import { withHashes } from '../../src/ingest/manifest/add-hashes.ts';
import type { AddressHashes, RefusedRow } from '../../src/ingest/manifest/format.ts';
import { taken } from './chunks.ts';

const hashesOf = (url: string): AddressHashes => ({ url, sha256: `sha of ${url}`, md5: `md5 of ${url}` });

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** Joins, and counts how many hashes were read. */
async function join(
  rows: readonly (ManifestRow | RefusedRow)[],
  hashes: readonly AddressHashes[],
  block: number,
) {
  let read = 0;
  async function* open() {
    for (const each of hashes) {
      read++;
      yield each;
    }
  }
  return { rows: await taken(withHashes(each(rows), open, block)), read: () => read };
}

const row = (url: string, line: number) => bareRow(String(line), line, url);

describe('hashes by address', () => {
  it('reach every row whose address has some, in any order, and shift none', async () => {
    const url = fc.integer({ min: 0, max: 30 }).map((n) => `https://a.example/${n}`);
    const urls = fc.array(fc.option(url), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        urls,
        fc.array(url, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        async (places, known, block) => {
          const rows = places.map((each, line) =>
            each === null ? { refused: 'bad-url' as const, line } : row(each, line),
          );
          const joined = await join(rows, known.map(hashesOf), block);
          expect(joined.rows).toEqual(
            rows.map((each) => {
              if ('refused' in each || !known.includes(each.url)) return each;
              const { sha256, md5 } = hashesOf(each.url);
              return { ...each, sha256, md5 };
            }),
          );
        },
      ),
    );
  });

  it('are read once where both files run in parallel', async () => {
    const urls = Array.from({ length: 1000 }, (_, n) => `https://a.example/${n}`);
    const rows = urls.map(row);
    const { read } = await join(rows, urls.map(hashesOf), 10);
    expect(read()).toBe(1000);
  });

  it('are read once where a file of one block lacks some', async () => {
    const urls = Array.from({ length: 100 }, (_, n) => `https://a.example/${n}`);
    const { rows, read } = await join(urls.map(row), urls.slice(0, 90).map(hashesOf), 1000);
    expect(read()).toBe(90);
    expect(rows[95]).toEqual(row(urls[95], 95));
  });

  it('go to rows of one address in their order, and the last to all that are left', async () => {
    const [first, second] = ['1', '2'].map((sha256) => ({ url: 'https://a.example/', sha256, md5: null }));
    for (const block of [1, 2, 10]) {
      const { rows } = await join([row(first.url, 0), row(first.url, 1)], [first, second], block);
      expect(rows).toMatchObject([{ sha256: '1' }, { sha256: '2' }]);
    }
    const { rows } = await join(
      [0, 1, 2].map((line) => row(first.url, line)),
      [first, second],
      10,
    );
    expect(rows).toMatchObject([{ sha256: '1' }, { sha256: '2' }, { sha256: '2' }]);
  });

  it('do not replace what a row has', async () => {
    const own = { ...row('https://a.example/', 0), md5: 'its own' };
    const { rows } = await join([own], [hashesOf(own.url)], 5);
    expect(rows).toEqual([{ ...own, sha256: 'sha of https://a.example/' }]);
  });
});
