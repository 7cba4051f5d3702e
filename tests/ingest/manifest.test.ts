import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ColumnSource } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareRow } from '../../src/core/dataset.ts';
import { isRefused } from '../../src/ingest/manifest/format.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { laionColumns, readAll, write } from './parquet-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-manifest-'));
});

afterAll(() => rm(folder, { recursive: true }));

const img2datasetColumns = (keys: string[], statuses: string[]): ColumnSource[] => [
  { name: 'url', data: keys.map((key) => `https://a.example/${key}-original.jpeg`), type: 'STRING' },
  { name: 'caption', data: keys.map((key) => `caption ${key}`), type: 'STRING' },
  { name: 'key', data: keys, type: 'STRING' },
  { name: 'status', data: statuses, type: 'STRING' },
  {
    name: 'error_message',
    data: statuses.map((s) => (s === 'success' ? null : 'HTTP Error 404')),
    type: 'STRING',
  },
  { name: 'width', data: keys.map(() => 256), type: 'INT32' },
  { name: 'height', data: keys.map(() => 128), type: 'INT32' },
  { name: 'original_width', data: statuses.map((s) => (s === 'success' ? 1024 : null)), type: 'INT32' },
  { name: 'original_height', data: statuses.map((s) => (s === 'success' ? 512 : null)), type: 'INT32' },
  { name: 'exif', data: keys.map(() => '{}'), type: 'STRING' },
  { name: 'sha256', data: statuses.map((s) => (s === 'success' ? 'A'.repeat(64) : null)), type: 'STRING' },
];

describe.skipIf(!hasShared)('the published schemas', () => {
  it('reads the 200 photographs', async () => {
    const { rows, refused } = await readAll(
      await openManifest(sharedPath('manifests/laion-400m-pictures.parquet')),
    );
    expect(rows.length).toBe(200);
    expect(refused).toEqual({});
    expect(rows[0]).toMatchObject({ rowId: '10000000000', width: 481, height: 321, unsafe: false });
  });
});

describe('a dirty LAION-400M file', () => {
  it('keeps what it can, and says what it refuses', async () => {
    const path = await write(
      folder,
      'dirty.parquet',
      laionColumns({
        SAMPLE_ID: [4_503_599_627_370_497n * 1024n, 2n, 3n, 4n, 5n, null, 7n, 7n],
        URL: [
          'https://a.example/x.jpg',
          null,
          '',
          'ftp://a.example/x',
          'http://',
          'https://a.example/y.jpg',
          'https://a.example/x.jpg',
          'https://a.example/x.jpg',
        ],
        TEXT: ['&amp; 猫', 'b', 'c', 'd', 'e', 'f', null, ''],
        WIDTH: [0, 1, 1, 1, 1, 1, null, -5],
        HEIGHT: [600],
        NSFW: ['UNSURE', '', '', '', '', '', '', null],
        similarity: [6016, 0.1, 0.1, 0.1, 0.1, 0.1, Number.NaN, -0.25],
      }),
    );
    const { rows, refused } = await readAll(await openManifest(path));
    expect(refused).toEqual({ 'bad-url': 4, 'bad-row-id': 1 });
    expect(rows.filter(isRefused).map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
    const known = { ...bareRow('', 0, 'https://a.example/x.jpg'), height: 600 };
    expect(rows[0]).toEqual({
      ...known,
      rowId: '4611686018427388928',
      line: 0,
      caption: '&amp; 猫',
      width: null,
      similarity: null,
      unsafe: true,
    });
    // The same address and id twice are two rows.
    const bare = { ...known, rowId: '7', caption: null, width: null, unsafe: null };
    expect(rows.slice(6)).toEqual([
      { ...bare, line: 6, similarity: null },
      { ...bare, line: 7, similarity: -0.25 },
    ]);
  });

  it('may be read twice, and left in the middle', async () => {
    const manifest = await openManifest(
      await write(folder, 'twice.parquet', laionColumns({ SAMPLE_ID: [1n, 2n, 3n] })),
    );
    for await (const row of manifest.rows()) {
      expect(row.line).toBe(0);
      break;
    }
    expect((await readAll(manifest)).rows.length).toBe(3);
  });

  it('may have no rows', async () => {
    const columns = laionColumns({}).map((column) => ({ ...column, data: [] }));
    const manifest = await openManifest(await write(folder, 'none.parquet', columns));
    expect(manifest.rowCount).toBe(0);
    expect((await readAll(manifest)).rows).toEqual([]);
  });
});

describe('an img2dataset folder', () => {
  it('is read shard by shard, in the order of the numbers', async () => {
    const dir = join(folder, 'img2dataset');
    await mkdir(join(dir, '2'), { recursive: true });
    await write(folder, 'img2dataset/10.parquet', img2datasetColumns(['100000'], ['success']));
    await write(
      folder,
      'img2dataset/2.parquet',
      img2datasetColumns(['20000', '20001'], ['success', 'failed_to_download']),
    );
    await write(folder, 'img2dataset/1.parquet', img2datasetColumns(['10000'], ['success']));
    await writeFile(join(dir, '2_stats.json'), '{}');
    const manifest = await openManifest(dir);
    expect(manifest).toMatchObject({ format: 'img2dataset', rowCount: 4 });
    const { rows } = await readAll(manifest);
    expect(rows.map((row) => 'rowId' in row && [row.rowId, row.line, row.pictureFile])).toEqual([
      ['10000', 0, '1/10000'],
      ['20000', 0, '2/20000'],
      ['20001', 1, '2/20001'],
      ['100000', 0, '10/100000'],
    ]);
    expect(rows[1]).toMatchObject({
      width: 1024,
      height: 512,
      caption: 'caption 20000',
      sha256: 'a'.repeat(64),
    });
    expect(rows[2]).toMatchObject({ width: 256, height: 128, sha256: null, md5: null, unsafe: null });
  });

  it('refuses a key that could leave the folder', async () => {
    const keys = ['../../x', 'a/b', '', '00000'];
    const path = await write(
      folder,
      'keys.parquet',
      img2datasetColumns(
        keys,
        keys.map(() => 'success'),
      ),
    );
    const { kept, refused } = await readAll(await openManifest(path));
    expect(refused).toEqual({ 'bad-row-id': 3 });
    expect(kept).toMatchObject([{ pictureFile: 'keys/00000' }]);
  });

  it('names the shard that is not like the others', async () => {
    await mkdir(join(folder, 'mixed'));
    await write(folder, 'mixed/00000.parquet', img2datasetColumns(['0'], ['success']));
    await write(folder, 'mixed/00001.parquet', laionColumns({}));
    await expect(openManifest(join(folder, 'mixed'))).rejects.toMatchObject({
      code: 'manifest-columns-missing',
      message: expect.stringMatching(/'00001\.parquet' lacks 4 of the 4 .*url, key, status, error_message/),
    });
  });

  it('may not be without manifest files', async () => {
    await mkdir(join(folder, 'empty'));
    await expect(openManifest(join(folder, 'empty'))).rejects.toMatchObject({
      code: 'manifest-unreadable',
      message: expect.stringMatching(/'empty'.*\.parquet/),
    });
  });
});

describe('a file of another shape', () => {
  it('is told which columns it lacks of the closest format', async () => {
    const columns = laionColumns({}).filter(({ name }) => name !== 'URL' && name !== 'WIDTH');
    await expect(openManifest(await write(folder, 'lacking.parquet', columns))).rejects.toMatchObject({
      code: 'manifest-columns-missing',
      message:
        "The manifest 'lacking.parquet' lacks 2 of the 7 columns of LAION-400M or original laion2B parquet: URL, WIDTH. " +
        'It has: SAMPLE_ID, TEXT, HEIGHT, LICENSE, NSFW, similarity.',
    });
  });

  it('is unknown where it resembles none', async () => {
    const path = await write(folder, 'other.parquet', [{ name: 'colour', data: ['red'], type: 'STRING' }]);
    await expect(openManifest(path)).rejects.toMatchObject({
      code: 'manifest-format-unknown',
      message: expect.stringMatching(/colour\. Known are: LAION-400M or .*--columns url=NAME/),
    });
    await expect(openManifest(path, { format: 'img2dataset' })).rejects.toMatchObject({
      code: 'manifest-columns-missing',
    });
    await expect(openManifest(path, { format: 'coyo' })).rejects.toMatchObject({
      code: 'manifest-format-unknown',
      message: expect.stringMatching(
        /^There is no manifest format 'coyo'\. Known are: laion-400m, .*img2dataset, clip-retrieval, generic\.$/,
      ),
    });
  });

  it('is unknown by its ending', async () => {
    const path = join(folder, 'rows.xlsx');
    await writeFile(path, 'a,b\n');
    await expect(openManifest(path)).rejects.toMatchObject({
      code: 'manifest-format-unknown',
      message: expect.stringContaining('.parquet'),
    });
  });
});
