import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { commaSeparated, tabSeparated } from '../../src/ingest/manifest/containers/delimited.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { taken } from './chunks.ts';
import { readAll } from './parquet-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-text-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('a file of delimited text', () => {
  const open = async (name: string, content: string | Buffer, columns?: string[]) => {
    const path = join(folder, name);
    await writeFile(path, content);
    const container = name.includes('.tsv') ? tabSeparated : commaSeparated;
    const file = await container.open(localFile(path), columns);
    return { file, records: await taken(file.records(columns ?? file.columns)) };
  };

  it.each([
    ['plain.csv', 'url,alt\nhttps://a.example/1,one\n'],
    ['marked.csv', '\ufeffurl,alt\nhttps://a.example/1,one'],
    ['windows.csv', '"url","alt"\r\nhttps://a.example/1,"one"\r\n'],
    ['semicolons.csv', 'url;alt\nhttps://a.example/1;one\n'],
    ['tabs.csv', 'url\talt\nhttps://a.example/1\tone\n'],
    ['tabs.tsv', 'url\talt\nhttps://a.example/1\t"one"\n'],
    ['packed.tsv.gz', gzipSync('url\talt\nhttps://a.example/1\tone\n')],
    ['packed-by-content.csv', gzipSync('url,alt\nhttps://a.example/1,one\n')],
  ])('is read with its header: %s', async (name, content) => {
    const { file, records } = await open(name, content);
    expect(file).toMatchObject({ columns: ['url', 'alt'], rowCount: null });
    expect(file.sample).toEqual([{ url: 'https://a.example/1', alt: 'one' }]);
    expect(records).toEqual([{ url: 'https://a.example/1', alt: 'one' }]);
  });

  it.each([
    ['https://a.example/1,one\nhttps://a.example/2,two\n'],
    ['one,https://a.example/1\n,\n'],
    [`${'f'.repeat(64)},a\n`],
    ['12,a\n'],
    ['a,a\n'],
  ])('has no header where its first line is data: %j', async (content) => {
    const { file, records } = await open('data.csv', content);
    expect(file.columns).toEqual(['0', '1']);
    expect(records.length).toBe(content.trimEnd().split('\n').length);
  });

  it('has a header where columns with names are looked for, and none where numbers are', async () => {
    expect((await open('a.csv', 'https://a.example,b\n1,2\n', ['b'])).records).toEqual([{ b: '2' }]);
    expect((await open('b.csv', 'a,b\n1,2\n', ['1'])).records).toEqual([{ 1: 'b' }, { 1: '2' }]);
  });

  it('keeps the place of a line that cannot be read', async () => {
    const { records } = await open('dirty.csv', 'url,alt\nhttps://a.example/1,"\nx\nhttps://a.example/2,b\n');
    expect(records).toEqual(['malformed', 'malformed', { url: 'https://a.example/2', alt: 'b' }]);
  });

  const unreadable = (reason: RegExp) =>
    expect.objectContaining({ code: 'manifest-unreadable', message: expect.stringMatching(reason) });

  it('is refused where it is empty, or UTF-16', async () => {
    await expect(open('none.csv', '')).rejects.toEqual(unreadable(/'none\.csv' cannot be read: it is empty/));
    await expect(open('wide.csv', Buffer.from('\ufeffurl,alt\n', 'utf16le'))).rejects.toEqual(
      unreadable(/UTF-16/),
    );
  });

  it('is refused where its gzip data are cut off or damaged', async () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, n) => `https://a.example/${n * 7919}\tcaption ${n * 31}\n`,
    );
    const packed = gzipSync(lines.join(''));
    const cut = join(folder, 'cut.tsv.gz');
    await writeFile(cut, packed.subarray(0, packed.length / 2));
    const manifest = await openManifest(cut);
    expect(manifest.format).toBe('cc12m');
    await expect(readAll(manifest)).rejects.toEqual(unreadable(/'cut\.tsv\.gz'.*gzip data are cut off/));
    await writeFile(cut, packed.subarray(0, 15));
    await expect(openManifest(cut)).rejects.toEqual(unreadable(/gzip data are cut off/));
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, 5000, 6000);
    await writeFile(cut, damaged);
    await expect(openManifest(cut).then(readAll)).rejects.toEqual(unreadable(/gzip data are damaged/));
  });
});
