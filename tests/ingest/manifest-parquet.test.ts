import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ColumnSource } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { readParquet } from '../../src/ingest/manifest/containers/parquet.ts';
import { laionColumns, readAll, write } from './parquet-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-manifest-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('a damaged file', () => {
  const unreadable = (name: string, reason: RegExp) =>
    expect.objectContaining({
      code: 'manifest-unreadable',
      message: expect.stringMatching(new RegExp(`^The manifest '${name}' cannot be read: ${reason.source}`)),
    });

  it('is named, without its path', async () => {
    const path = join(folder, 'nowhere.parquet');
    const error = await openManifest(path).catch((reason: unknown) => reason);
    expect(error).toEqual(unreadable('nowhere.parquet', /there is no such file/));
    expect((error as Error).message).not.toContain(folder);
  });

  it.each([
    [0, /it has 0 bytes/],
    [11, /it has 11 bytes/],
    [700, /parquet file invalid/],
  ])('is refused when cut to %i bytes', async (bytes, reason) => {
    const path = await write(folder, `cut-${bytes}.parquet`, laionColumns({ SAMPLE_ID: [1n, 2n, 3n] }));
    await truncate(path, bytes);
    await expect(openManifest(path)).rejects.toEqual(unreadable(`cut-${bytes}.parquet`, reason));
  });

  it('is refused when it is no parquet at all', async () => {
    const path = join(folder, 'noise.parquet');
    await writeFile(path, Buffer.alloc(5000, 0xa5));
    await expect(openManifest(path)).rejects.toEqual(unreadable('noise.parquet', /parquet file invalid/));
    await writeFile(
      path,
      Buffer.concat([Buffer.alloc(5000, 0xa5), Buffer.from([200, 0, 0, 0]), Buffer.from('PAR1')]),
    );
    await expect(openManifest(path)).rejects.toEqual(unreadable('noise.parquet', /./));
  });

  it('is refused when its data are not what they say, or are gone', async () => {
    const text = Array.from({ length: 2000 }, (_, n) => `caption ${n * 7919}`);
    const path = await write(folder, 'holes.parquet', laionColumns({ TEXT: text }));
    const bytes = await readFile(path);
    const manifest = await openManifest(path);
    await writeFile(path, Buffer.concat([Buffer.alloc(bytes.length - 4000, 0xff), bytes.subarray(-4000)]));
    await expect(readAll(manifest)).rejects.toEqual(unreadable('holes.parquet', /./));
    await truncate(path, 100);
    await expect(readAll(manifest)).rejects.toEqual(unreadable('holes.parquet', /it ends at byte 100/));
  });
});

describe('what other programs write', () => {
  const fixtures = fileURLToPath(new URL('../fixtures/parquet/', import.meta.url));
  const names = readdirSync(fixtures);

  it('is here in every usual codec, with pages of both versions', () => {
    expect(names.length).toBe(13);
  });

  // Written by pyarrow 25: six codecs, data pages of version 1 and 2, and the delta and split encodings.
  it.each(names)('is read: %s', async (name) => {
    const file = await readParquet(localFile(join(fixtures, name)));
    expect(file.rowCount).toBe(150);
    const records: unknown[] = [];
    for await (const record of file.records(file.columns)) records.push(record);
    expect(records).toEqual(
      Array.from({ length: 150 }, (_, n) => ({
        url: n % 50 === 7 ? null : `https://a.example/${n}.jpg`,
        caption: n % 11 === 0 ? null : `caption ${n} ${'ü猫'.repeat(n % 4)}`,
        width: n,
        height: 2n ** 40n + BigInt(n),
        similarity: Math.fround(n / 1000),
        word: ['a', 'b', null][n % 3],
      })),
    );
  });

  it('is read without the columns that are not there', async () => {
    const file = await readParquet(localFile(join(fixtures, 'snappy-v1.parquet')));
    for await (const record of file.records(['author', 'width'])) {
      expect(record).toEqual({ width: 0 });
      break;
    }
  });
});

describe('readParquet', () => {
  const count = 70_000;
  const numbers = Array.from({ length: count }, (_, n) => n);
  const columns: ColumnSource[] = [
    { name: 'id', data: numbers.map((n) => BigInt(n) + 2n ** 60n), type: 'INT64' },
    {
      name: 'text',
      data: numbers.map((n) => (n % 11 === 0 ? null : `row ${n} ${'ü'.repeat(n % 5)}`)),
      type: 'STRING',
    },
    { name: 'word', data: numbers.map((n) => ['a', 'b', null][n % 3]), type: 'STRING' },
  ];

  it.each([
    ['one row group, paged', { rowGroupSize: count, pageSize: 20_000 }, true],
    ['one row group, unpaged', { rowGroupSize: count, pageSize: 20_000 }, false],
    ['small row groups', { rowGroupSize: 9_999 }, true],
    ['uncompressed', { rowGroupSize: 40_000, codec: 'UNCOMPRESSED' as const }, false],
  ])('gives every record in order, slice by slice: %s', async (name, options, offsetIndex) => {
    const path = await write(
      folder,
      `${name}.parquet`,
      columns.map((column) => ({ ...column, offsetIndex })),
      options,
    );
    const file = await readParquet(localFile(path));
    expect(file).toMatchObject({ columns: ['id', 'text', 'word'], rowCount: count });
    let n = 0;
    for await (const record of file.records(['word', 'id', 'text'])) {
      const text = n % 11 === 0 ? null : `row ${n} ${'ü'.repeat(n % 5)}`;
      const same =
        typeof record === 'object' &&
        record.id === BigInt(n) + 2n ** 60n &&
        record.text === text &&
        record.word === ['a', 'b', null][n % 3];
      // One comparison for each row would take most of the test's time.
      if (!same) expect(record).toEqual({ id: BigInt(n) + 2n ** 60n, text, word: ['a', 'b', null][n % 3] });
      n++;
    }
    expect(n).toBe(count);
  });
});
