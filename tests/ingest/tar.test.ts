import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { openTar } from '../../src/ingest/archive/tar.ts';
import { bareRow } from '../../src/core/dataset.ts';
import { picturesInFolder } from '../../src/ingest/fetch/folder.ts';
import type { ArchivedPictures } from '../../src/ingest/fetch/shards.ts';
import { picturesInTars } from '../../src/ingest/fetch/tar.ts';
import { isRefused } from '../../src/ingest/manifest/format.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';
import { readAll, write } from './parquet-files.ts';
import { longNamed, tarOf } from './tar-files.ts';

let dir: string;
let pictures: ArchivedPictures;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'trainspot-tar-'));
});
afterAll(async () => {
  await pictures?.close();
  await rm(dir, { recursive: true });
});

const sample = (key: string, url = `https://a.example/${key}.jpg`) =>
  JSON.stringify({
    url,
    key,
    caption: `caption of ${key}`,
    status: 'success',
    error_message: null,
    width: 256,
    height: 256,
    original_width: 640,
    original_height: 480,
    sha256: 'ab'.repeat(32),
  });

async function fetched(pictureFile: string): Promise<string> {
  const picture = await pictures.fetch({ ...bareRow('1', 0, 'https://a.example/x.jpg'), pictureFile });
  return 'bytes' in picture ? Buffer.from(picture.bytes).toString() : picture.failed;
}

describe('a tar', () => {
  it('lists its files, with long names and without what is none', async () => {
    const long = `${'folder/'.repeat(20)}000000001.jpg`;
    const path = join(dir, 'listed.tar');
    const link = tarOf([['link.jpg', '', 'SymbolicLink']]).subarray(0, 512);
    await writeFile(path, Buffer.concat([longNamed(long, 'long'), link, tarOf([['b.txt', 'words']])]));
    const tar = await openTar(localFile(path));
    expect(tar.members.map(({ name }) => name)).toEqual([long, 'b.txt']);
    const contents = await Promise.all(tar.members.toReversed().map((member) => tar.read(member)));
    expect(contents.map((bytes) => Buffer.from(bytes).toString())).toEqual(['words', 'long']);
    expect(tar.damage).toBeNull();
    await tar.close();
  });

  it('says where it breaks off, and gives what lies before', async () => {
    const whole = tarOf([
      ['a.jpg', 'a'.repeat(2000)],
      ['b.jpg', 'b'.repeat(2000)],
    ]);
    const damaged = Buffer.from(whole);
    damaged[2570] ^= 1;
    for (const [bytes, damage] of [
      [whole.subarray(0, 4000), /ends within 'b.jpg'/],
      [whole.subarray(0, 2700), /ends within the header at byte 2560/],
      [damaged, /header at byte 2560 is damaged/],
      [Buffer.from('no archive'), /ends without/],
    ] as const) {
      const path = join(dir, 'broken.tar');
      await writeFile(path, bytes);
      const tar = await openTar(localFile(path));
      expect(tar.damage).toMatch(damage);
      expect(tar.members.map(({ name }) => name)).toEqual(bytes.length > 100 ? ['a.jpg'] : []);
      await tar.close();
    }
  });
});

describe('img2dataset’s archives', () => {
  let output: string;
  beforeAll(async () => {
    output = join(dir, 'output');
    await mkdir(join(output, '00002'), { recursive: true });
    const [first, second] = ['000000000', '000000001'];
    // The second one first: pictures belong to rows by their keys.
    await writeFile(
      join(output, '00000.tar'),
      tarOf([
        [`${second}.jpg`, 'picture 1'],
        [`${second}.json`, sample(second)],
        [`${first}.webp`, 'picture 0'],
        [`${first}.txt`, 'words'],
        [`${first}.json`, sample(first)],
        ['000000003.jpg', 'x'.repeat(200)],
      ]),
    );
    await writeFile(join(output, '00001.tar'), tarOf([['000010000.png', 'picture 10000']]).subarray(0, 1024));
    await writeFile(join(output, '00002', '000020000.jpg'), 'picture 20000');
    await symlink(join(output, '00000.tar'), join(output, '00003.tar'));
    const text = (name: string, data: (string | null)[]) => ({
      name,
      data,
      type: 'STRING' as const,
      nullable: true,
    });
    await write(output, '00000.parquet', [
      text(
        'url',
        [first, second, 'x'].map((key) => `https://a.example/${key}.jpg`),
      ),
      text('key', [first, second, '000000002']),
      text('caption', ['one', 'two', 'three']),
      text('status', ['success', 'success', 'failed_to_download']),
      text('error_message', [null, null, 'HTTP Error 404']),
    ]);
    pictures = picturesInTars(output, 100, await picturesInFolder(output, 100));
  });

  it('give each row the picture of its key, in whatever order', async () => {
    expect(await fetched('00000/000000000')).toBe('picture 0');
    expect(await fetched('00001/000010000')).toBe('picture 10000');
    expect(await fetched('00000/000000001')).toBe('picture 1');
    expect(await Promise.all(['00000/000000000', '00000/000000001', '00002/000020000'].map(fetched))).toEqual(
      ['picture 0', 'picture 1', 'picture 20000'],
    );
  });

  it('count what is not there by its reason', async () => {
    expect(await fetched('00000/000000002')).toBe('not-in-tar');
    expect(await fetched('00000/000000003')).toBe('too-large');
    expect(await fetched('00001/000010001')).toBe('tar-damaged');
    expect(await fetched('00003/000000000')).toBe('not-in-folder');
    expect(await fetched('../00000/000000000')).toBe('not-in-folder');
  });

  it('bring up no row twice where the parquet lies beside them', async () => {
    await rm(join(output, '00001.tar'));
    await rm(join(output, '00003.tar'));
    const manifest = await openManifest(output);
    expect(manifest).toMatchObject({ format: 'img2dataset', picturesDir: output, rowCount: 3 });
    const { kept } = await readAll(manifest);
    expect(kept).toMatchObject([{ caption: 'one' }, { caption: 'two' }, { pictureFile: '00000/000000002' }]);
  });

  it('work without it, from the JSON of each picture', async () => {
    const path = join(dir, '00007.tar');
    await writeFile(
      path,
      tarOf([
        ['000070000.jpg', 'picture'],
        ['000070000.json', sample('000070000')],
        ['000070001.json', sample('000070001', 'no address')],
        ['000070002.json', '{ no JSON'],
      ]),
    );
    const manifest = await openManifest(path);
    expect(manifest).toMatchObject({ format: 'img2dataset', picturesDir: dir, rowCount: 3 });
    const { rows } = await readAll(manifest);
    expect(rows).toMatchObject([
      { rowId: '000070000', width: 640, caption: 'caption of 000070000', pictureFile: '00007/000070000' },
      { refused: 'bad-url', line: 1 },
      { refused: 'malformed', line: 2 },
    ]);
    expect(rows.filter((row) => !isRefused(row))[0]).toMatchObject({ sha256: 'ab'.repeat(32) });
  });

  const rowsIn = async (name: string, bytes: Buffer) => {
    const path = join(dir, name);
    await writeFile(path, bytes);
    return readAll(await openManifest(path));
  };
  const samples = (...keys: string[]) =>
    tarOf(
      keys.flatMap(
        (key) =>
          [
            [`${key}.jpg`, `picture ${key}`],
            [`${key}.json`, sample(key)],
          ] as const,
      ),
    );

  it('are read whole without the blocks that close them, and to where they are damaged', async () => {
    const whole = samples('000', '001', '002');
    const members = whole.subarray(0, -1024);
    for (const [name, bytes] of [
      ['no-block.tar', members],
      ['one-block.tar', whole.subarray(0, -512)],
      ['half-a-block.tar', whole.subarray(0, -1024 + 200)],
    ] as const) {
      expect((await rowsIn(name, bytes)).kept).toMatchObject([
        { rowId: '000' },
        { rowId: '001' },
        { rowId: '002' },
      ]);
    }
    const member = members.length / 3;
    for (const [bytes, damage] of [
      [
        members.subarray(0, 2 * member + 1600),
        /ends within '002.json'\. The 2 rows before that were read\. Mend/,
      ],
      [members.subarray(0, 2 * member + 700), /ends at byte \d+, within a block\. The 2 rows/],
      [members.subarray(0, 2 * member + 100), /ends within the header at byte \d+\. The 2 rows before/],
      [
        Buffer.concat([members.subarray(0, 2 * member), Buffer.alloc(512, 'x')]),
        /header at byte \d+ is damaged\. The 2/,
      ],
    ] as const) {
      const path = join(dir, 'cut.tar');
      await writeFile(path, bytes);
      const manifest = await openManifest(path);
      const read: unknown[] = [];
      await expect(
        (async () => {
          for await (const row of manifest.rows()) read.push(row);
        })(),
      ).rejects.toThrow(damage);
      expect(read).toMatchObject([{ rowId: '000' }, { rowId: '001' }]);
    }
  });

  it('have rows whose scores Python wrote as NaN, and every digit of a number', async () => {
    const odd = (key: string) => sample(key).replace('"width":256', '"width":NaN,"similarity":-Infinity');
    const long = sample('002').replace('"key":"002"', '"key":12345678901234567891');
    const { kept, rows } = await rowsIn(
      'nan.tar',
      tarOf([
        ['000.json', odd('000')],
        ['001.json', sample('001').replace('caption of', 'NaN of')],
        ['002.json', long],
        ['003.json', Buffer.concat([Buffer.from('{"url":"'), Buffer.from([0xff]), Buffer.from('"}')])],
        ['004.json', `{"url":"${'x'.repeat(1024 * 1024)}"}`],
      ]),
    );
    expect(kept).toMatchObject([
      { rowId: '000', width: 640, similarity: null },
      { rowId: '001', caption: 'NaN of 001' },
      { rowId: '12345678901234567891' },
    ]);
    expect(rows.slice(3)).toMatchObject([{ refused: 'bad-encoding' }, { refused: 'too-long' }]);
  });

  it('tell their columns by more than a first record that is broken', async () => {
    const { rows } = await rowsIn(
      'first.tar',
      tarOf([
        ['000.json', '{'],
        ['001.json', sample('001')],
      ]),
    );
    expect(rows).toMatchObject([
      { refused: 'malformed', line: 0 },
      { rowId: '001', line: 1 },
    ]);
  });

  it('without any JSON, or broken off, are refused', async () => {
    const path = join(dir, 'empty.tar');
    await writeFile(path, tarOf([['000.jpg', 'picture']]));
    await expect(openManifest(path)).rejects.toThrow(/'empty.tar' cannot be read: it holds no \.json/);
    await writeFile(path, tarOf([['000.json', sample('000')]]).subarray(0, 600));
    await expect(openManifest(path)).rejects.toThrow(/ends within '000.json'/);
  });
});
