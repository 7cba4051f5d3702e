import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestRow } from '../../src/core/dataset.ts';
import { picturesOverHttp } from '../../src/ingest/fetch/web.ts';
import type { PictureSource } from '../../src/ingest/fetch/picture-source.ts';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { limitPerHost } from '../../src/net/politeness.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';

let host: PictureHost;
let downloader: Downloader;
let pictures: PictureSource;

const row = (url: string) => ({ rowId: '1', line: 0, url, pictureFile: null }) as ManifestRow;

beforeAll(async () => {
  host = await startPictureHost({ 'a b.jpg': Buffer.from('a file') });
  const settings = { timeoutMs: 20_000, maxBytes: 10_000, privateHosts: new Set([host.host]) };
  downloader = limitPerHost(createDownloader(settings), { concurrency: 8 });
  pictures = picturesOverHttp(downloader);
});

afterAll(async () => {
  await downloader.close();
  await host.close();
});

describe('picturesOverHttp', () => {
  it('brings the bytes', async () => {
    const picture = await pictures.fetch(row(host.url('redirect')));
    expect('bytes' in picture && Buffer.from(picture.bytes).equals(host.picture)).toBe(true);
    expect(await pictures.fetch(row(host.url('a%20b.jpg')))).toEqual({
      bytes: Uint8Array.from(Buffer.from('a file')),
    });
  });

  it.each([
    ['404', 'http-404'],
    ['500', 'http-500'],
    ['huge', 'too-large'],
    ['declares?bytes=10001', 'too-large'],
    ['gzip-bomb', 'content-encoding'],
    ['loop', 'redirects'],
    ['breaks-off', 'connection'],
    ['noai', 'opted-out'],
    ['noai-for-one', 'opted-out'],
    ['noimageai', 'opted-out'],
    ['tdm-reservation', 'opted-out'],
    ['redirect-to?to=http://169.254.169.254/', 'address-refused'],
    ['redirect-to?to=file:///etc/passwd', 'address-invalid'],
  ])('fails %s as %s', async (path, failed) => {
    expect(await pictures.fetch(row(host.url(path)))).toEqual({ failed });
  });

  it.each(['silent', 'drip'])('fails %s as timeout', async (path) => {
    const settings = { timeoutMs: 300, maxBytes: 10_000, privateHosts: new Set([host.host]) };
    const hasty = createDownloader(settings);
    expect(await picturesOverHttp(hasty).fetch(row(host.url(path)))).toEqual({ failed: 'timeout' });
    await hasty.close();
  });

  it.each([
    ['http://127.0.0.1:9/x.jpg', 'address-refused'],
    ['http://2130706433:9/x.jpg', 'address-refused'],
    ['http://user:password@example.org/x.jpg', 'address-invalid'],
  ])('does not even ask %s', async (url, failed) => {
    expect(await pictures.fetch(row(url))).toEqual({ failed });
  });

  it('does not hide a mistake of our own', async () => {
    const broken = { download: () => Promise.reject(new TypeError('a bug')), close: async () => {} };
    await expect(picturesOverHttp(broken).fetch(row('https://a.example/'))).rejects.toThrow('a bug');
  });
});
