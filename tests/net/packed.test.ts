import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { createLooker, type Looker } from '../../src/net/looker.ts';
import { closeAllAfterEach, crawl, startHost } from './crawling.ts';
import { startScriptedHost, type ScriptedHost } from '../helpers/scripted-host.ts';

const PICTURE = Buffer.from('the bytes of a picture, as they were');
const NOTHING = [
  '',
  'identity',
  'UTF-8',
  'utf8',
  'aws-chunked',
  'AWS-Chunked',
  'binary',
  'none',
  '8bit',
  'image/jpeg',
  'base64',
  'identity, aws-chunked',
  ', ,',
  'Identity,utf-8',
];
const PACKED: [encoding: string, body: Uint8Array][] = [
  ['gzip', gzipSync(PICTURE)],
  ['GZip', gzipSync(PICTURE)],
  ['x-gzip', gzipSync(PICTURE)],
  ['deflate', deflateSync(PICTURE)],
  ['br', brotliCompressSync(PICTURE)],
  ['aws-chunked, gzip', gzipSync(PICTURE)],
  ['gzip,aws-chunked', gzipSync(PICTURE)],
  ['gzip, br', brotliCompressSync(gzipSync(PICTURE))],
  // Called by the other's name.
  ['deflate', gzipSync(PICTURE)],
];
const UNREADABLE: [encoding: string, body: Uint8Array, why: RegExp][] = [
  ['zstd', PICTURE, /packed the picture as 'zstd'/],
  ['compress', PICTURE, /'compress'/],
  ['gzip', PICTURE, /says that it packed.*'gzip'.*cannot be unpacked/],
  ['br', PICTURE, /cannot be unpacked/],
  ['gzip', gzipSync(PICTURE).subarray(0, 20), /cannot be unpacked/],
  ['gzip, gzip, gzip, gzip, gzip, gzip', PICTURE, /packed the picture as/],
];

describe('a body with a Content-Encoding', () => {
  let host: ScriptedHost;
  let downloader: Downloader;
  let looker: Looker;
  let answer: { encoding: string | string[]; body: Uint8Array };
  beforeAll(async () => {
    host = await startScriptedHost(() => ({
      headers: { 'content-type': 'image/jpeg', 'content-encoding': answer.encoding },
      body: answer.body,
    }));
    const settings = { timeoutMs: 20_000, maxBytes: 100_000, privateHosts: new Set([host.host]) };
    downloader = createDownloader(settings);
    looker = createLooker({ ...settings, concurrency: 1 });
  });
  afterAll(async () => {
    await Promise.all([downloader?.close(), looker?.close()]);
    await host?.close();
  });
  async function download(encoding: string | string[], body: Uint8Array): Promise<string> {
    answer = { encoding, body };
    const { bytes } = await downloader.download(host.url('/a.jpg'));
    return Buffer.from(bytes).toString();
  }

  it.each(NOTHING)('that packs nothing is the picture: %j', async (encoding) => {
    expect(await download(encoding, PICTURE)).toBe(PICTURE.toString());
  });

  it.each(PACKED)('that packs it though unasked is unpacked: %s', async (encoding, body) => {
    expect(await download(encoding, body)).toBe(PICTURE.toString());
    const { bytes } = await looker.look(host.url('/a.jpg'));
    expect(Buffer.from(bytes!).toString()).toBe(PICTURE.toString());
  });

  it('in two lines is one list', async () => {
    expect(await download(['aws-chunked', 'gzip'], gzipSync(PICTURE))).toBe(PICTURE.toString());
  });

  it.each(UNREADABLE)('that cannot be unpacked is said in true words: %s', async (encoding, body, why) => {
    await expect(download(encoding, body)).rejects.toMatchObject({
      code: 'download-failed',
      reason: 'content-encoding',
      message: expect.stringMatching(why),
    });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(50_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(50_000_000)))],
  ])('that packs a bomb is left at the limit: %s', async (encoding, body) => {
    await expect(download(encoding, body)).rejects.toMatchObject({ reason: 'too-large' });
  });
});

describe('a robots.txt with a Content-Encoding', () => {
  closeAllAfterEach();
  it.each(['UTF-8', 'aws-chunked', ''])('that packs nothing is read: %j', async (encoding) => {
    const host = await startHost({
      '/robots.txt': { headers: { 'content-encoding': encoding }, body: 'User-agent: *\nDisallow: /no' },
    });
    const { download } = crawl([host]);
    expect(await download(host.url('/a'))).toBe('a picture');
    await expect(download(host.url('/no'))).rejects.toMatchObject({ reason: 'robots' });
  });
});
