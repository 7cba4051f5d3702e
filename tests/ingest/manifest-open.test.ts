import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chosenDataset, openManifest } from '../../src/ingest/manifest/open.ts';
import { laionColumns, readAll, write } from './parquet-files.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-manifests-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** Writes a file, and answers its path. */
async function put(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function putLaion(name: string): Promise<string> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  return write(folder, name, laionColumns({}));
}

const cc12mLine = (n: number) => `https://a.example/${n}\tcaption ${n}\n`;

describe('several files', () => {
  it('are read in the order of the numbers in their names, each once', async () => {
    const paths = await Promise.all([10, 2, 1].map((n) => put(`some/cc12m-${n}.tsv`, cc12mLine(n))));
    for (const given of [paths, [join(folder, 'some')], [...paths, join(folder, 'some')]]) {
      const { rows } = await readAll(await openManifest(given));
      expect(rows.map((row) => 'url' in row && [row.url, row.rowId, row.file])).toEqual([
        ['https://a.example/1', '0', 'cc12m-1.tsv'],
        ['https://a.example/2', '0', 'cc12m-2.tsv'],
        ['https://a.example/10', '0', 'cc12m-10.tsv'],
      ]);
    }
  });

  it('are of one format', async () => {
    const first = await put('mixed/a.tsv', cc12mLine(1));
    const other = await put('mixed/b.tsv', 'caption\thttps://a.example/1\n');
    await expect(openManifest([first, other])).rejects.toMatchObject({
      code: 'manifest-format-unknown',
      message: expect.stringMatching(/^The manifest 'b\.tsv' is not of the format .*CC12M/),
    });
    await expect(openManifest(join(folder, 'mixed'), { format: 'cc3m' })).resolves.toMatchObject({
      format: 'cc3m',
    });
  });

  it('may not have the same name, by which their rows are told apart', async () => {
    const paths = [await put('one/x.tsv', cc12mLine(1)), await put('two/x.tsv', cc12mLine(2))];
    await expect(openManifest(paths)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining("'x.tsv'"),
    });
  });

  it('may have some without rows among them', async () => {
    const rows = [
      { image_id: 'a', author: 'x', url: 'https://a.example/', raw_caption: 'c', permalink: '/r/' },
    ];
    await put('redcaps/a_2017.json', JSON.stringify({ info: {}, annotations: [] }));
    await put('redcaps/a_2018.json', JSON.stringify({ info: {}, annotations: rows }));
    const manifest = await openManifest(join(folder, 'redcaps'));
    expect(manifest).toMatchObject({ format: 'redcaps', datasets: ['redcaps'] });
    expect((await readAll(manifest)).kept).toMatchObject([{ rowId: 'a', pageUrl: '/r/' }]);
  });

  it('are of one kind in a folder; JSON beside another kind is no manifest', async () => {
    await putLaion('beside/part-1.parquet');
    await put('beside/1_stats.json', '{}');
    await put('beside/._part-1.parquet', 'left by a file manager');
    expect(await openManifest(join(folder, 'beside'))).toMatchObject({ format: 'laion-400m', rowCount: 1 });
    await put('beside/rows.csv', 'url\nx\n');
    await expect(openManifest(join(folder, 'beside'))).rejects.toMatchObject({
      code: 'manifest-unreadable',
      message: expect.stringMatching(/several kinds \(parquet, comma-separated text\)/),
    });
  });

  it('may be a manifest and its hashes, but not hashes alone', async () => {
    const rows = await put('hashed/rows.tsv', cc12mLine(1) + cc12mLine(2));
    const hashes = await put(
      'hashed/hashes.tsv',
      `https://a.example/2\t${'A'.repeat(64)}\t${'b'.repeat(32)}\n`,
    );
    for (const given of [[rows, hashes], join(folder, 'hashed')]) {
      const manifest = await openManifest(given);
      expect(manifest.format).toBe('cc12m');
      expect((await readAll(manifest)).rows).toMatchObject([
        { sha256: null, md5: null },
        { sha256: 'a'.repeat(64), md5: 'b'.repeat(32) },
      ]);
    }
    await expect(openManifest(hashes)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/hashes .* add to the rows/),
    });
  });
});

describe('the dataset of a manifest', () => {
  it.each([
    ['part-00000-5b54c5d5-bbcf-484d-a2ce-0d6f73df1a36-c000.snappy.parquet', ['laion-400m']],
    ['part-00000-5114fd87-297e-42b0-9d11-50f1df323dfa-c000.snappy.parquet', ['laion2b-en']],
    ['laion2B-multi/part-0.parquet', ['laion2b-multi']],
    ['LAION_400M/part-0.parquet', ['laion-400m']],
    ['part-0.parquet', ['laion-400m', 'laion2b-en', 'laion2b-multi', 'laion1b-nolang']],
  ])('is told by the names of its files and folders: %s', async (name, datasets) => {
    expect((await openManifest(await putLaion(name))).datasets).toEqual(datasets);
  });

  it('is asked for where several fit, with their names', async () => {
    const manifest = await openManifest(await putLaion('part-0.parquet'));
    expect(() => chosenDataset(manifest)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringMatching(/laion-400m or laion2b-en or .*--dataset laion-400m/),
      }),
    );
    expect(chosenDataset(manifest, 'my-set')).toBe('my-set');
  });

  it('is asked for where the format tells nothing', async () => {
    const path = await put('mine.csv', 'photo\nhttps://a.example/\n');
    const manifest = await openManifest(path, { columns: 'url=photo' });
    expect(() => chosenDataset(manifest)).toThrow(/'generic' does not say .*--dataset NAME/);
  });
});
