import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { readAll, write } from './parquet-files.ts';

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

describe('a file of no published format', () => {
  it('is read by its columns, from any kind of file', async () => {
    const columns = 'url=link, caption=alt,id=no,width=w,author=who,page=from,unsafe=nsfw';
    const values = {
      link: 'https://a.example/1',
      alt: 'one',
      no: '7',
      w: '12',
      who: 'me',
      from: '/1',
      nsfw: 'NSFW',
    };
    const names = Object.keys(values);
    const paths = [
      await put('any.csv', `${names.join(',')}\n${Object.values(values).join(',')}\n`),
      await put('any.tsv', `${names.join('\t')}\n${Object.values(values).join('\t')}\n`),
      await put('any.jsonl', `${JSON.stringify(values)}\n`),
      await put('any.json', JSON.stringify([values])),
      await write(
        folder,
        'any.parquet',
        Object.entries(values).map(([name, value]) => ({ name, data: [value], type: 'STRING' as const })),
      ),
    ];
    for (const path of paths) {
      const { rows } = await readAll(await openManifest(path, { columns }));
      expect(rows).toMatchObject([
        {
          rowId: '7',
          file: null,
          url: values.link,
          caption: 'one',
          width: 12,
          height: null,
          author: 'me',
          pageUrl: '/1',
          unsafe: true,
        },
      ]);
    }
  });

  it('is read by the numbers of its fields where it has no header', async () => {
    const path = await put('bare.csv', '1,https://a.example/1,one\n2,https://a.example/2\nx,y,z\n');
    const { rows } = await readAll(await openManifest(path, { columns: 'url=1,caption=2' }));
    expect(rows).toMatchObject([
      { rowId: '0', file: 'bare.csv', caption: 'one' },
      { refused: 'malformed', line: 1 },
      { refused: 'bad-url', line: 2 },
    ]);
  });

  it('is read by columns that are called what they mean', async () => {
    const path = await put('plain.csv', 'caption,url,md5\none,https://a.example/1,x\n');
    const manifest = await openManifest(path, { format: 'generic' });
    expect((await readAll(manifest)).rows).toMatchObject([
      { rowId: '0', file: 'plain.csv', caption: 'one', md5: null },
    ]);
  });

  const rowsOf = async (path: string) => readAll(await openManifest(path));
  const address = 'https://a.example/1.jpg';

  it.each([
    ['url,caption', `${address},one`],
    ['URL,TEXT', `${address},one`],
    ['Image URL;Alt text', `${address};one`],
    ['title,img', `one,${address}`],
    ['description,image_link,link', `one,${address},https://shop.example/1`],
    ['url,image_url,alt', `https://shop.example/1,${address},one`],
    ['src,title,price', `${address},one,5`],
  ])('is read by what its columns are called: %s', async (header, row) => {
    const path = await put('shop.csv', `${header}\n${row}\n`);
    const manifest = await openManifest(path);
    expect(manifest).toMatchObject({ format: 'generic', datasets: [] });
    expect(manifest.notes).toEqual([
      expect.stringMatching(/^Its columns were told by their names: --columns /),
    ]);
    const rows = [{ rowId: '0', file: 'shop.csv', url: address, caption: 'one' }];
    expect((await readAll(manifest)).rows).toMatchObject(rows);
    // What is said can be given.
    const [, columns] = /--columns '?([^']+?)'?\. Give/.exec(manifest.notes[0]) ?? [];
    expect((await readAll(await openManifest(path, { columns }))).rows).toMatchObject(rows);
  });

  it('is read so from parquet and JSON, with its ids, scores and hashes', async () => {
    const values = { ID: '7', Image_URL: address, Captions: 'one', MD5: 'A'.repeat(32), nsfw_score: '0.9' };
    const parquet = await write(
      folder,
      'told.parquet',
      Object.entries(values).map(([name, value]) => ({ name, data: [value], type: 'STRING' as const })),
    );
    for (const path of [parquet, await put('told.jsonl', JSON.stringify(values))]) {
      expect((await rowsOf(path)).rows).toMatchObject([
        { rowId: '7', file: null, caption: 'one', md5: 'a'.repeat(32), unsafe: true },
      ]);
    }
  });

  it('is told which columns it has, in a command that can be pasted, where none can be guessed', async () => {
    const header = String.raw`"photo's place","what, it ""says""","back\slash"`;
    const path = await put(
      'it’s odd/my list.csv',
      `${header}\n${address},${'a print of a fox '.repeat(3)},x\n`,
    );
    const error = await openManifest(path).catch((reason: unknown) => reason);
    const [, command] = /Such as: (npx trainspot index .*)$/s.exec((error as Error).message) ?? [];
    const { stdout } = await promisify(execFile)('sh', ['-c', `npx() { printf '%s\\n' "$@"; }; ${command}`]);
    const words = stdout.trimEnd().split('\n');
    const before = ['trainspot', 'index', '--dataset', 'my-set', '--manifest', path, '--columns'];
    expect(words.slice(0, -1)).toEqual(before);
    const { rows } = await readAll(await openManifest(words[5], { columns: words[7] }));
    expect(rows).toMatchObject([{ url: address, caption: expect.stringContaining('fox') }]);
  });

  it('is not guessed to be what it only resembles', async () => {
    const files: [string, string][] = [
      ['a.csv', 'url,caption\nnowhere,one\nnothing,two\n'],
      ['b.csv', 'colour,size\nred,5\n'],
      ['c.csv', `place,${'x'.repeat(60)}\nhere,there\n`],
    ];
    for (const [name, content] of files) {
      await expect(openManifest(await put(name, content))).rejects.toMatchObject({
        code: 'manifest-format-unknown',
        message: expect.stringMatching(/--columns url=NAME,caption=NAME.* Such as: npx trainspot index/),
      });
    }
  });

  it('has its values counted that no row can take, by column', async () => {
    const path = await put(
      'dirty.csv',
      'url,caption,width,sha256,md5,unsafe,author,similarity\n' +
        `${address},one,0,abc,${'a'.repeat(32)},perhaps,,6016\n` +
        `${address},,wide,,xyz,0.98,${'x'.repeat(3000)},0.5\n` +
        'nowhere,,wide,abc,,perhaps,,\n',
    );
    const manifest = await openManifest(path, { format: 'generic' });
    expect((await readAll(manifest)).kept).toMatchObject([{ unsafe: null }, { unsafe: true, width: null }]);
    const counts = { sha256: 1, unsafe: 1, similarity: 1, width: 1, md5: 1, author: 1 };
    expect(manifest.parts[0].unusable?.()).toEqual(counts);
    await readAll(manifest);
    expect(manifest.parts[0].unusable?.()).toEqual(counts);
  });

  it.each(['', '\n\n', 'url,caption\n'])(
    'without a row says so, or that it is empty: %j',
    async (content) => {
      const opening = openManifest(await put('none.csv', content));
      if (content.trim() === '')
        await expect(opening).rejects.toThrow(/'none\.csv' cannot be read: it is empty/);
      else expect((await opening).notes).toContain("There is no row in 'none.csv'.");
    },
  );

  it('has the columns that are named', async () => {
    const path = await put('less.csv', 'link\nhttps://a.example/1\n');
    await expect(openManifest(path, { columns: 'url=link,caption=alt' })).rejects.toMatchObject({
      code: 'manifest-columns-missing',
      message: expect.stringMatching(/lacks 1 of the 2 columns .*: alt\. It has: link/),
    });
  });

  it.each([
    ['caption=alt', /'url' is missing/],
    ['url=a,url=b', /'url' is given twice/],
    ['url', /'url' is no MEANING=COLUMN/],
    ['url=a,colour=b', /'colour=b' is no MEANING=COLUMN.*url, id, caption/],
    ['url=a,', /'' is no MEANING=COLUMN/],
    [',url=a', /'' is no MEANING=COLUMN/],
    ['url=a,,caption=b', /'' is no MEANING=COLUMN/],
    ['', /'' is no MEANING=COLUMN/],
  ])('is refused a map of columns that makes no sense: %s', async (columns, message) => {
    await expect(openManifest(join(folder, 'x.csv'), { columns })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(message),
    });
    await expect(openManifest('x.csv', { columns: 'url=a', format: 'wit' })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});
