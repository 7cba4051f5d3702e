import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestRow } from '../../src/core/dataset.ts';
import { picturesOverHttp } from '../../src/ingest/fetch/web.ts';
import type { PictureSource } from '../../src/ingest/fetch/picture-source.ts';
import { createCrawler, type CrawlerSettings } from '../../src/net/crawler.ts';
import type { Downloader } from '../../src/net/download.ts';
import { leapingClock } from '../helpers/clocks.ts';
import { startPictureHost, type PictureHost } from '../helpers/picture-host.ts';

let host: PictureHost;
let downloader: Downloader;
let pictures: PictureSource;

const row = (url: string) => ({ rowId: '1', line: 0, url, pictureFile: null }) as ManifestRow;

const settings = (changes: Partial<CrawlerSettings> = {}): CrawlerSettings => ({
  timeoutMs: 20_000,
  maxBytes: 10_000,
  privateHosts: new Set([host.host]),
  concurrency: 8,
  intervalMs: 1000,
  attempts: 2,
  clock: leapingClock(),
  ...changes,
});

beforeAll(async () => {
  host = await startPictureHost({ 'a b.jpg': Buffer.from('a file') });
  downloader = createCrawler(settings());
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
    ['404', { reason: 'http-404', kind: 'dead', httpStatus: 404, attempts: 1 }],
    ['410', { reason: 'http-410', kind: 'dead', httpStatus: 410, attempts: 1 }],
    ['403', { reason: 'http-403', kind: 'withheld', httpStatus: 403, attempts: 1 }],
    ['451', { reason: 'http-451', kind: 'withheld', httpStatus: 451, attempts: 1 }],
    ['500', { reason: 'http-500', kind: 'transient', httpStatus: 500, attempts: 2 }],
    ['huge', { reason: 'too-large', kind: 'unusable' }],
    ['declares?bytes=10001', { reason: 'too-large', kind: 'unusable' }],
    ['gzip-bomb', { reason: 'too-large', kind: 'unusable' }],
    ['html', { reason: 'not-a-picture', kind: 'unusable' }],
    ['loop', { reason: 'redirects', kind: 'unusable' }],
    ['breaks-off', { reason: 'connection', kind: 'transient', attempts: 2 }],
    ['noai', { reason: 'opted-out', kind: 'withheld', optOut: { signal: 'noai', where: 'X-Robots-Tag' } }],
    ['noai-for-one', { reason: 'opted-out', kind: 'withheld' }],
    ['noimageai', { reason: 'opted-out', optOut: { signal: 'noimageai', where: 'X-Robots-Tag' } }],
    [
      'tdm-reservation',
      { reason: 'opted-out', optOut: { signal: 'tdm-reservation', where: 'TDM-Reservation' } },
    ],
    ['redirect-to?to=http://169.254.169.254/', { reason: 'address-refused', kind: 'unusable', attempts: 0 }],
    ['redirect-to?to=file:///etc/passwd', { reason: 'address-invalid', kind: 'unusable' }],
  ])('says of %s what it is', async (path, failure) => {
    const fetched = await pictures.fetch(row(host.url(path)));
    expect(fetched).toMatchObject({ failed: failure.reason, failure: { ...failure, host: host.host } });
  });

  it.each(['silent', 'drip'])('fails %s as timeout', async (path) => {
    const hasty = createCrawler(settings({ timeoutMs: 300, attempts: 1 }));
    expect(await picturesOverHttp(hasty).fetch(row(host.url(path)))).toMatchObject({
      failed: 'timeout',
      failure: { kind: 'transient', attempts: 1 },
    });
    await hasty.close();
  });

  it.each([
    ['http://127.0.0.1:9/x.jpg', 'address-refused'],
    ['http://2130706433:9/x.jpg', 'address-refused'],
    ['http://user:password@example.org/x.jpg', 'address-invalid'],
    ['no address', 'address-invalid'],
  ])('does not even ask %s', async (url, failed) => {
    expect(await pictures.fetch(row(url))).toMatchObject({ failed, failure: { attempts: 0 } });
  });

  it('says nothing of a link that it was stopped at', async () => {
    const stop = new AbortController();
    const fetching = picturesOverHttp(downloader, stop.signal).fetch(row(host.url('silent')));
    stop.abort();
    expect(await fetching).toEqual({ failed: 'stopped' });
  });

  it('does not hide a mistake of our own', async () => {
    const broken = { download: () => Promise.reject(new TypeError('a bug')), close: async () => {} };
    await expect(picturesOverHttp(broken).fetch(row('https://a.example/'))).rejects.toThrow('a bug');
  });
});
