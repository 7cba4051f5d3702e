import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localFile } from '../../src/ingest/inputs/local.ts';
import { fileSource, openNpy } from '../../src/ingest/embeddings/npy.ts';
import { npzSource } from '../../src/ingest/embeddings/npz.ts';
import { openManifest } from '../../src/ingest/manifest/open.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trainspot-foreign-'));
});

afterAll(() => rm(folder, { recursive: true }));

const LFS =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';
const PAGE = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>';

const NAMES = ['x.parquet', 'x.csv', 'x.tsv', 'x.json', 'x.jsonl', 'x.tar', 'x.csv.gz'];

/** What is said of these bytes under a name. */
async function said(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  const opening = name.endsWith('.npy')
    ? fileSource(localFile(path)).then(openNpy)
    : name.endsWith('.npz')
      ? npzSource(localFile(path), 'b32_img')
      : openManifest(path, { format: 'generic' });
  return opening.then(
    () => 'nothing',
    (error: unknown) => (error as Error).message,
  );
}

describe.each([...NAMES, 'x.npy', 'x.npz'])('in the place of %s', (name) => {
  it.each([
    ['a page', PAGE, /it is a web page: .* download link/],
    ['a page with a mark, a comment and blanks', `\ufeff\n <!-- made by -->\n${PAGE}`, /it is a web page/],
    ['the start of a page', '<html lang="en">', /it is a web page/],
    ['XHTML', `<?xml version="1.0"?>${PAGE}`, /it is a web page/],
    ["a storage server's error", DENIED, /a storage server's error \(AccessDenied\): see that/],
    ['an error without a declaration', '<Error><Code>NoSuchKey</Code></Error>', /error \(NoSuchKey\)/],
    ['XML', '<?xml version="1.0"?><feed></feed>', /it is an XML document/],
    ['a pointer', LFS, /it is a Git LFS pointer, .* git lfs pull/],
    [
      'zstd',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x04, 0x00, 0x51, 0x00, 0x00, 0x61, 0x62, 0x63]),
      /packed with zstd; unpack/,
    ],
    ['bzip2', Buffer.from('BZh91AY&SY and more'), /packed with bzip2; unpack/],
  ])('%s is called what it is', async (_, content, message) => {
    expect(await said(name, content)).toMatch(message);
  });
});

describe('packed with gzip', () => {
  it('text is looked at inside, and what is none is to be unpacked', async () => {
    expect(await said('page.csv.gz', gzipSync(PAGE))).toMatch(
      /'page\.csv\.gz' cannot be read: it is a web page/,
    );
    expect(await said('pointer.jsonl', gzipSync(LFS))).toMatch(/it is a Git LFS pointer/);
    expect(await said('rows.parquet', gzipSync('PAR1'))).toMatch(/packed with gzip; unpack it first/);
    expect(await said('rows.tar', gzipSync('x'))).toMatch(/packed with gzip; unpack it first/);
  });
});

describe('a file that looks like another', () => {
  it('is told from it', async () => {
    expect(await said('error.parquet', '{"error":"Repository not found"}')).toMatch(/it is JSON text/);
    expect(await said('rows.csv', 'PAR1\x15\x04')).toMatch(
      /it is a parquet file; give it the ending \.parquet/,
    );
    expect(await said('archive.csv', 'PK\x03\x04')).toMatch(/packed with zip/);
  });

  it('is read where it only begins alike', async () => {
    expect(await said('a.csv', 'url,caption\nhttps://a.example/1,<html>\n')).toBe('nothing');
    expect(await said('b.csv', 'url\nversion https://git-lfs.github.com/spec/v1\n')).toBe('nothing');
  });
});
