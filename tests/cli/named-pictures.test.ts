import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namedPictures, type PictureReading } from '../../src/cli/named-pictures.ts';

const BYTES = new Uint8Array([1, 2, 3, 4]);

describe('what is named to be checked', () => {
  let folder: string;
  let reported: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trainspot-named-'));
    reported = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function lay(...files: string[]): Promise<void> {
    for (const file of files) {
      await mkdir(join(folder, file, '..'), { recursive: true });
      await writeFile(join(folder, file), BYTES);
    }
  }
  const reading = (changes: Partial<PictureReading> = {}): PictureReading => ({
    maxBytes: 10,
    stdin: Readable.from([]),
    report: (line) => reported.push(line),
    downloader: () => {
      throw new Error('nobody asked for an address');
    },
    ...changes,
  });

  it('may be a folder: the pictures below it in their order, and how many other files were passed over', async () => {
    await lay('10.JPG', '9.jpg', 'a/b/deep.webp', 'a/notes.txt', 'Thumbs.db', '.hidden.png', 'scan.tif');
    await symlink(folder, join(folder, 'a', 'circle'));
    await symlink(join(folder, '9.jpg'), join(folder, 'linked.png'));
    await symlink(join(folder, 'gone'), join(folder, 'dangling.png'));
    const pictures = await namedPictures([folder], reading());
    expect(pictures.map(({ name }) => name.slice(folder.length + 1))).toEqual([
      '9.jpg',
      '10.JPG',
      'a/b/deep.webp',
      'linked.png',
      'scan.tif',
    ]);
    for (const { read } of pictures) expect(await read()).toHaveLength(BYTES.length);
    expect(reported).toEqual([`${folder}: 5 pictures; 5 other files passed over.`]);
  });

  it('fails where a folder holds no picture, and where there is no such file, each for itself', async () => {
    await lay('empty/notes.txt', 'one.png');
    const [empty, missing, one] = await namedPictures(
      [join(folder, 'empty'), join(folder, 'missing.jpg'), join(folder, 'one.png')],
      reading(),
    );
    await expect(empty.read()).rejects.toMatchObject({
      code: 'picture-missing',
      message: expect.stringMatching(/holds no picture/) as string,
    });
    await expect(missing.read()).rejects.toMatchObject({ code: 'picture-missing' });
    expect(await one.read()).toHaveLength(BYTES.length);
    expect(reported).toEqual([`${join(folder, 'empty')}: 0 pictures; 1 other file passed over.`]);
  });

  it('may be standard input, once and within the bound', async () => {
    const stdin = (...chunks: Uint8Array[]) => reading({ stdin: Readable.from(chunks) });
    const [picture] = await namedPictures(['-'], stdin(BYTES, BYTES));
    expect(await picture.read()).toEqual(new Uint8Array([...BYTES, ...BYTES]));
    const [large] = await namedPictures(['-'], stdin(BYTES, BYTES, BYTES));
    await expect(large.read()).rejects.toMatchObject({ code: 'picture-too-large' });
    const [empty] = await namedPictures(['-'], stdin());
    await expect(empty.read()).rejects.toMatchObject({ code: 'picture-empty' });
    await expect(namedPictures(['-', 'a.jpg', '-'], reading())).rejects.toMatchObject({ code: 'usage' });
  });

  it('may be an address, which is asked by the way out to the web, in either case of its scheme', async () => {
    const asked: string[] = [];
    const downloader = () => ({
      download: async (url: string) => {
        asked.push(url);
        return { bytes: BYTES, contentType: null, url, headers: {} };
      },
      close: async () => {},
    });
    const words = ['https://a.example/1.jpg', 'HTTP://a.example/2'];
    const pictures = await namedPictures(words, reading({ downloader }));
    expect(asked).toEqual([]);
    for (const { read } of pictures) await read();
    expect(asked).toHaveLength(2);
  });
});
