import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPages } from '../../src/ingest/archive/parquet-bounds.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { readAll } from './parquet-files.ts';
import { type Options, type Column, putColumns, records, text, urls } from './parquet-columns.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-values-'));
});

afterAll(() => rm(folder, { recursive: true }));

const put = (name: string, columns: readonly Column[], options?: Options): Promise<string> =>
  putColumns(join(folder, name), columns, options);

describe('what a page says of itself', () => {
  /** A number of Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md). */
  function number(value: number): number[] {
    const bytes: number[] = [];
    let rest = BigInt(value) * 2n;
    for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    return [...bytes, Number(rest)];
  }
  const pageOf = (bytes: number, packed: number, values: number): Uint8Array<ArrayBuffer> => {
    const sizes = [0x15, 0, 0x15, ...number(bytes), 0x15, ...number(packed)];
    const dataHeader = [0x2c, 0x15, ...number(values), 0x15, 0, 0x15, ...number(3), 0x15, ...number(3), 0];
    return new Uint8Array([...sizes, ...dataHeader, 0]);
  };
  const check = (page: Uint8Array<ArrayBuffer>, chunkBytes = page.length) => {
    const meta_data = {
      path_in_schema: ['caption'],
      data_page_offset: 0n,
      total_compressed_size: BigInt(chunkBytes),
    };
    const file = {
      byteLength: page.length,
      slice: (start: number, end?: number) => page.buffer.slice(start, end),
    };
    return checkPages(file, { columns: [{ meta_data }] } as never, ['caption']);
  };

  it.each([
    [1, 2 ** 30, 0, 'bytes'],
    [2, 100, 2 ** 30, 'values'],
    [3, 2 ** 31 - 1, 2 ** 31 - 1, 'bytes'],
  ])('is no more than can be held: %i', async (_, bytes, values, unit) => {
    await expect(check(pageOf(bytes, 0, values))).rejects.toThrow(
      new RegExp(`^a page of its column caption says it has \\d+ ${unit}, and \\d+ is the most`),
    );
  });

  it('is passed over where it is no more', async () => {
    await expect(check(pageOf(1000, 0, 1000))).resolves.toBeUndefined();
    await expect(check(pageOf(1000, 0, 1000), 1000)).rejects.toThrow(/it ends at byte \d+, before byte 1000/);
    await expect(check(pageOf(1000, 0, 1000), 2 ** 40)).rejects.toThrow(
      /has 1099511627776 bytes in one row group/,
    );
  });

  it('bounds what its bytes unpack to', async () => {
    // A frame of zstd that tells a size of 2^40, and one that tells none and is a run of 131,072 letters.
    const told = Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 3, 0, 0, 0x61, 0, 0]);
    const run = [0x02, 0x00, 0x10, 0x61];
    const untold = Uint8Array.from([
      0x28,
      0xb5,
      0x2f,
      0xfd,
      0x00,
      0x58,
      ...run,
      ...run,
      0x03,
      0x00,
      0x10,
      0x61,
    ]);
    for (const [frame, message] of [
      [told, /a page in it unpacks to 1099511627776 bytes, and says \d+/],
      [untold, /a page in it unpacks to more than the \d+ bytes it says/],
    ] as const) {
      const path = await put('bomb.parquet', [urls(100)], {
        codec: 'ZSTD',
        compressors: { ZSTD: () => frame },
      });
      await expect(records(path)).rejects.toThrow(message);
    }
  });

  it('does not make a row of megabytes', async () => {
    const path = await put('long.parquet', [
      [[text('url')], ['https://a.example/1', 'x'.repeat(2 ** 20 + 1)]],
    ]);
    const { rows } = await readAll(await openManifest(path, { format: 'generic' }));
    expect(rows).toMatchObject([{ rowId: '0' }, { refused: 'too-long', line: 1 }]);
  });
});
