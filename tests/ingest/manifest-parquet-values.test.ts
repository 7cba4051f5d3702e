import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { SchemaElement } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { readAll } from './parquet-files.ts';
import {
  type Options,
  type Column,
  putColumns,
  records,
  leaf,
  text,
  urls,
  listOf,
} from './parquet-columns.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-values-'));
});

afterAll(() => rm(folder, { recursive: true }));

const put = (name: string, columns: readonly Column[], options?: Options): Promise<string> =>
  putColumns(join(folder, name), columns, options);

describe('a DECIMAL', () => {
  const decimal = (bytes: number, scale: number): SchemaElement =>
    bytes <= 8
      ? leaf('id', bytes <= 4 ? 'INT32' : 'INT64', {
          converted_type: 'DECIMAL',
          scale,
          precision: bytes <= 4 ? 9 : 18,
        })
      : leaf('id', 'FIXED_LEN_BYTE_ARRAY', {
          converted_type: 'DECIMAL',
          type_length: bytes,
          scale,
          precision: 38,
        });

  it('has every digit where it is whole, in any width, with any scale, and is null where it is', async () => {
    const column = fc.record({
      bytes: fc.constantFrom(4, 8, 9, 13, 16),
      scale: fc.integer({ min: 0, max: 6 }),
      values: fc.array(fc.option(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n })), {
        minLength: 1,
      }),
      codec: fc.constantFrom('SNAPPY' as const, 'UNCOMPRESSED' as const),
    });
    await fc.assert(
      fc.asyncProperty(column, async ({ bytes, scale, values, codec }) => {
        const [most, factor] = [2n ** BigInt(bytes * 8 - 1) - 1n, 10n ** BigInt(scale)];
        const whole = values.map((value) => (value === null ? null : ((value % (most / factor)) as bigint)));
        const unscaled = whole.map((value) => (value === null ? null : value * factor));
        const path = await put('any.parquet', [[[decimal(bytes, scale)], unscaled]], { codec });
        expect(await records(path)).toEqual(whole.map((id) => ({ id })));
      }),
      { numRuns: 50 },
    );
  });

  it('is a row’s id, and of a score what a number of its digits is', async () => {
    const ids = [12_345_678_901_234_567_890n, 99_999_999_999_999_999_999_999_999_999_999_999_999n, -7n];
    const score = leaf('unsafe', 'INT32', { converted_type: 'DECIMAL', scale: 4, precision: 9 });
    const path = await put('scores.parquet', [
      urls(3),
      [[decimal(16, 0)], ids],
      [[score], [9800n, 100n, null]],
    ]);
    const { kept } = await readAll(await openManifest(path, { format: 'generic' }));
    expect(kept).toMatchObject([
      { rowId: String(ids[0]), file: null, unsafe: true },
      { rowId: String(ids[1]), unsafe: false },
      { rowId: '-7', unsafe: null },
    ]);
  });

  it('that is no id refuses its row, whose place is no id either', async () => {
    const path = await put('half.parquet', [urls(3), [[decimal(16, 1)], [10n, 15n, null]]]);
    const { rows } = await readAll(await openManifest(path, { format: 'generic' }));
    expect(rows).toMatchObject([
      { rowId: '1', file: null },
      { refused: 'bad-row-id', line: 1 },
      { rowId: '2', file: 'half.parquet' },
    ]);
  });
});

describe('whole numbers and bytes', () => {
  it('are ids to the last bit, and hashes', async () => {
    const hash = Uint8Array.from({ length: 32 }, (_, n) => 255 - n);
    const path = await put('bits.parquet', [
      urls(2),
      [[leaf('id', 'INT64', { converted_type: 'UINT_64' })], [2n ** 64n - 1n, 2n ** 53n + 1n]],
      [[leaf('sha256', 'FIXED_LEN_BYTE_ARRAY', { type_length: 32 })], [hash, null]],
      [[leaf('md5', 'BYTE_ARRAY')], [hash.subarray(0, 16), new TextEncoder().encode('ab'.repeat(16))]],
      [[leaf('phash', 'INT64')], [-1n, 1n]],
      [[leaf('caption', 'BYTE_ARRAY')], [new TextEncoder().encode('ü'), null]],
      [[leaf('unsafe', 'BOOLEAN')], [true, false]],
    ]);
    const { kept } = await readAll(await openManifest(path, { format: 'generic' }));
    const hex = Buffer.from(hash).toString('hex');
    expect(kept).toMatchObject([
      {
        rowId: '18446744073709551615',
        sha256: hex,
        md5: hex.slice(0, 32),
        phash: 'f'.repeat(16),
        caption: 'ü',
        unsafe: true,
      },
      {
        rowId: '9007199254740993',
        sha256: null,
        md5: 'ab'.repeat(16),
        phash: `${'0'.repeat(15)}1`,
        unsafe: false,
      },
    ]);
  });

  it('are times as text, which an id may be', async () => {
    const time = { converted_type: 'TIMESTAMP_MICROS' } as const;
    const path = await put('times.parquet', [
      [[leaf('id', 'INT64', time)], [1_600_000_000_123_456n, -1n, null]],
    ]);
    expect(await records(path)).toEqual([
      { id: '2020-09-13T12:26:40.123456Z' },
      { id: '1969-12-31T23:59:59.999999Z' },
      { id: null },
    ]);
  });
});

describe('lists, structs and maps', () => {
  const columns: Column[] = [
    urls(4),
    [listOf('caption', text('element')), [['one', 'two'], null, [], ['three', null]]],
    [
      [{ name: 'author', repetition_type: 'OPTIONAL', num_children: 1 }, text('name')],
      [{ name: 'me' }, { name: null }, null, { name: 'you' }],
    ],
    [
      [
        { name: 'page', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'MAP' },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        { ...text('key'), repetition_type: 'REQUIRED' },
        text('value'),
      ],
      [null, [{ key: 'a', value: 'https://a.example/' }], [{ key: 'b', value: null }], []],
    ],
  ];

  it.each([
    ['one group', {}],
    ['a group for each row', { rowGroupSize: 1 }],
    ['small pages', { pageSize: 10 }],
  ])('that are null, or hold one, are no damage: %s', async (_, options) => {
    const path = await put('nested.parquet', columns, options);
    const { kept } = await readAll(await openManifest(path, { format: 'generic' }));
    expect(kept).toMatchObject([
      { caption: 'one\ntwo', author: 'me', pageUrl: null },
      { caption: null, author: null, pageUrl: 'https://a.example/' },
      { caption: null, author: null, pageUrl: null },
      { caption: 'three', author: 'you', pageUrl: null },
    ]);
  });

  it('of any texts come back as they are', async () => {
    const list = fc.option(fc.array(fc.option(fc.string({ unit: 'grapheme' })), { maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(list, { minLength: 1 }), fc.boolean(), async (lists, small) => {
        const path = await put(
          'lists.parquet',
          [[listOf('caption', text('element')), lists]],
          small ? { pageSize: 8 } : {},
        );
        expect(await records(path)).toEqual(lists.map((caption) => ({ caption })));
      }),
      { numRuns: 50 },
    );
  });

  it('with numbers as wide as a DECIMAL have all their digits', async () => {
    const element = leaf('element', 'FIXED_LEN_BYTE_ARRAY', {
      converted_type: 'DECIMAL',
      type_length: 16,
      scale: 0,
      precision: 38,
    });
    const path = await put('wide.parquet', [[listOf('id', element), [[10n ** 37n], null]]]);
    expect(await records(path)).toEqual([{ id: [10n ** 37n] }, { id: null }]);
  });

  it('whose pages are damaged are refused', async () => {
    const lists = Array.from({ length: 3000 }, (_, n) =>
      n % 7 === 0 ? null : [`caption ${n * 7919}`, null],
    );
    const path = await put('damaged.parquet', [[listOf('caption', text('element')), lists]], {
      codec: 'UNCOMPRESSED',
    });
    const whole = await readFile(path);
    expect((await records(path)).length).toBe(3000);
    for (const at of [0.3, 0.5, 0.7]) {
      const bytes = Buffer.from(whole);
      bytes.fill(0xff, Math.floor(bytes.length * at), Math.floor(bytes.length * at) + 400);
      await writeFile(path, bytes);
      await expect(records(path)).rejects.toMatchObject({ code: 'manifest-unreadable' });
    }
  });
});
