import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareRow } from '../../src/core/dataset.ts';
import { picturesInFolder } from '../../src/ingest/fetch/folder.ts';
import { picturesInParquets } from '../../src/ingest/fetch/parquet.ts';
import type { ArchivedPictures } from '../../src/ingest/fetch/shards.ts';
import { write } from './parquet-files.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('pictures in img2dataset’s parquet files', () => {
  let dir: string;
  let pictures: ArchivedPictures;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'trainspot-parquet-pictures-'));
    await mkdir(join(dir, '00002'));
    await writeFile(join(dir, '00002', '000020000.jpg'), 'a file');
    await shard('00000', 'jpg', [
      ['0', 'picture 0'],
      ['2', null],
      ['1', 'picture 1'],
      ['3', 'x'.repeat(2000)],
      ['4', ''],
    ]);
    // Several groups, and more rows in one than are read at once.
    const many = Array.from({ length: 1050 }, (_, i): [string, string | null] => [
      `m${i}`,
      i % 7 === 3 ? null : `many ${i}`,
    ]);
    await shard('00001', 'png', many, [250, 800]);
    await shard('00002', 'notes', [['000020000', 'no picture']]);
    await shard('00003', 'webp', [['w', 'picture w']]);
    await writeFile(join(dir, '00004.parquet'), 'no parquet at all');
    await symlink(join(dir, '00000.parquet'), join(dir, '00005.parquet'));
    await shard('00006', 'jpg', [
      ['a', 'picture a, which is damaged'],
      ['b', 'picture b'],
    ]);
    const damaged = await readFile(join(dir, '00006.parquet'));
    damaged.fill(0xff, damaged.indexOf('picture a') - 4, damaged.indexOf('picture a'));
    await writeFile(join(dir, '00006.parquet'), damaged);
    pictures = picturesInParquets(dir, 1000, await picturesInFolder(dir, 1000));
  });
  afterAll(async () => {
    await pictures.close();
    await rm(dir, { recursive: true });
  });

  function shard(name: string, column: string, rows: [string, string | null][], groups?: number[]) {
    const columns = [
      { name: 'key', data: rows.map(([key]) => key), type: 'STRING' as const },
      {
        name: column,
        data: rows.map(([, content]) => (content === null ? null : bytes(content))),
        type: 'BYTE_ARRAY' as const,
        nullable: true,
      },
    ];
    return write(dir, `${name}.parquet`, columns, { codec: 'UNCOMPRESSED', rowGroupSize: groups });
  }

  async function fetched(pictureFile: string): Promise<string> {
    const picture = await pictures.fetch({ ...bareRow('1', 0, 'https://a.example/x.jpg'), pictureFile });
    return 'failed' in picture ? picture.failed : new TextDecoder().decode(picture.bytes);
  }

  it('belong to rows by their keys, in whatever order and of whatever kind', async () => {
    expect(await fetched('00000/1')).toBe('picture 1');
    expect(await fetched('00003/w')).toBe('picture w');
    expect(await fetched('00000/0')).toBe('picture 0');
    const asked = [0, 249, 250, 349, 350, 1049, 5];
    expect(await Promise.all(asked.map((i) => fetched(`00001/m${i}`)))).toEqual(
      asked.map((i) => `many ${i}`),
    );
  });

  it('are counted by their reason where there is none, it is too large, or cannot be read', async () => {
    expect(await fetched('00000/2')).toBe('not-in-parquet');
    expect(await fetched('00000/4')).toBe('not-in-parquet');
    expect(await fetched('00000/9')).toBe('not-in-parquet');
    expect(await fetched('00001/m353')).toBe('not-in-parquet');
    expect(await fetched('00000/3')).toBe('too-large');
    expect(await fetched('00006/b')).toBe('parquet-damaged');
  });

  it('are looked for elsewhere where a shard holds none: no column, no parquet, a link, no shard', async () => {
    expect(await fetched('00002/000020000')).toBe('a file');
    for (const name of ['00004/0', '00005/0', '00009/0', '../00000/0'])
      expect(await fetched(name)).toBe('not-in-folder');
  });

  it('are of more shards than are held open', async () => {
    for (const [file, content] of Object.entries({
      '00000/0': 'picture 0',
      '00001/m0': 'many 0',
      '00003/w': 'picture w',
    })) {
      expect(await fetched(file)).toBe(content);
      expect(await fetched('00002/000020000')).toBe('a file');
    }
  });
});
