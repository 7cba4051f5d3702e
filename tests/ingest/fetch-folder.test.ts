import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareRow, type ManifestRow } from '../../src/core/dataset.ts';
import { picturesInFolder } from '../../src/ingest/fetch/folder.ts';
import type { PictureSource } from '../../src/ingest/fetch/picture-source.ts';

const MAX_BYTES = 1000;
let top: string;
let pictures: PictureSource;

function row(values: Partial<ManifestRow>): ManifestRow {
  return { ...bareRow('1', 0, 'https://a.example/x.jpg'), ...values };
}

/** Each file holds its own name, so a test sees which one it was given. */
async function fetched(values: Partial<ManifestRow>): Promise<string> {
  const picture = await pictures.fetch(row(values));
  return 'bytes' in picture ? Buffer.from(picture.bytes).toString() : picture.failed;
}

beforeAll(async () => {
  top = await mkdtemp(join(tmpdir(), 'trainspot-folder-'));
  const dir = join(top, 'pictures');
  await mkdir(join(dir, '00000'), { recursive: true });
  await mkdir(join(dir, 'folder.jpg'));
  const files = ['x.jpg', 'a b.jpg', 'raw%20name.jpg', 'ü.jpg', '100%.jpg', '..jpg', '00000/000000003.jpg'];
  for (const name of [
    ...files,
    '00000/000000004.webp',
    '000000005.png',
    '000000003.jpg',
    '00000/000000006.gif',
  ]) {
    await writeFile(join(dir, name), name);
  }
  await writeFile(join(dir, 'full.jpg'), 'x'.repeat(MAX_BYTES));
  await writeFile(join(dir, 'too-large.jpg'), 'x'.repeat(MAX_BYTES + 1));
  await writeFile(join(top, 'secret.jpg'), 'secret');
  await mkdir(join(top, 'pictures-not'));
  await writeFile(join(top, 'pictures-not', 'near.jpg'), 'secret');
  await symlink('../secret.jpg', join(dir, 'link-out.jpg'));
  await symlink('../pictures-not/near.jpg', join(dir, 'link-near.jpg'));
  await symlink('x.jpg', join(dir, 'link-in.jpg'));
  await symlink('nowhere.jpg', join(dir, 'link-broken.jpg'));
  await symlink('..', join(dir, 'up'));
  execFileSync('mkfifo', [join(dir, 'pipe.jpg')]);
  pictures = await picturesInFolder(dir, MAX_BYTES);
});

afterAll(() => rm(top, { recursive: true }));

describe('a row without a file of its own', () => {
  it.each([
    ['https://a.example/x.jpg', 'x.jpg'],
    ['https://a.example/deep/er/x.jpg?w=600&h=400#f', 'x.jpg'],
    ['https://a.example/a%20b.jpg', 'a b.jpg'],
    ['https://a.example/a b.jpg', 'a b.jpg'],
    ['https://a.example/raw%20name.jpg', 'raw%20name.jpg'],
    ['https://a.example/ü.jpg', 'ü.jpg'],
    ['https://a.example/%C3%BC.jpg', 'ü.jpg'],
    ['https://a.example/100%.jpg', '100%.jpg'],
    ['https://a.example/..jpg', '..jpg'],
    ['https://a.example/y/../x.jpg', 'x.jpg'],
    ['https://a.example/link-in.jpg', 'x.jpg'],
  ])('%s has the file named like its last segment', async (url, name) => {
    expect(await fetched({ url })).toBe(name);
  });

  it.each([
    'https://a.example/',
    'https://a.example',
    'https://a.example/missing.jpg',
    'https://a.example/folder.jpg',
    'https://a.example/pipe.jpg',
    'https://a.example/link-broken.jpg',
    'https://a.example/x.jpg%00',
    'https://a.example/00000%2F000000003.jpg',
    'https://a.example/..%2Fsecret.jpg',
    'https://a.example/%2e%2e%2fsecret.jpg',
    'https://a.example/..%5Csecret.jpg',
    'https://a.example/up%2Fsecret.jpg',
    'https://a.example/%2e%2e',
    'not a url',
  ])('%s has none', async (url) => {
    expect(await fetched({ url })).toBe('not-in-folder');
  });

  it.each(['link-out.jpg', 'link-near.jpg', 'up'])(
    'may not follow a link out of the folder: %s',
    async (name) => {
      expect(await fetched({ url: `https://a.example/${name}` })).toBe('outside-folder');
    },
  );

  it('may be as large as the limit, and no larger', async () => {
    expect((await fetched({ url: 'https://a.example/full.jpg' })).length).toBe(MAX_BYTES);
    expect(await fetched({ url: 'https://a.example/too-large.jpg' })).toBe('too-large');
  });

  it('never gets a file from elsewhere, whatever its address', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '%2f',
      '%2e%2e',
      '\\',
      '%5c',
      'up',
      'secret.jpg',
      'pictures-not',
      '%00',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        expect(await fetched({ url: `https://a.example/${parts.join('')}` })).not.toBe('secret');
        expect(await fetched({ pictureFile: parts.join('') })).not.toBe('secret');
      }),
      { numRuns: 300 },
    );
  });
});

describe('a row with a file of its own', () => {
  it.each([
    ['00000/000000003', '00000/000000003.jpg'],
    ['00000/000000004', '00000/000000004.webp'],
    ['00000/000000005', '000000005.png'],
    ['00001/000000003', '000000003.jpg'],
    ['x.jpg', 'x.jpg'],
  ])('%s lies in its shard or straight in the folder', async (pictureFile, name) => {
    expect(await fetched({ pictureFile })).toBe(name);
  });

  it.each([
    '00000/000000006',
    '00000/000000099',
    '../secret',
    '../secret.jpg',
    'up/../secret',
    '/x.jpg',
    'x.jpg\0',
  ])('%j has none, and no file that its address would name', async (pictureFile) => {
    expect(await fetched({ pictureFile, url: 'https://a.example/x.jpg' })).toBe('not-in-folder');
  });

  it('may not go through a link out of the folder', async () => {
    expect(await fetched({ pictureFile: 'up/secret' })).toBe('outside-folder');
  });
});

it('gives bytes in a buffer of their own', async () => {
  const picture = await pictures.fetch(row({}));
  expect('bytes' in picture && picture.bytes.buffer.byteLength).toBe('x.jpg'.length);
});

it.each(['missing', 'pictures/x.jpg'])('needs a folder: %s', async (path) => {
  const error = await picturesInFolder(join(top, path), MAX_BYTES).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'usage' });
  expect((error as Error).message).not.toContain(top);
});
