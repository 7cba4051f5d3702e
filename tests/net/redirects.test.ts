import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { createLinkChecker } from '../../src/net/link-check.ts';
import { startRawHost, type RawHost } from '../helpers/raw-host.ts';

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');
const found = (headers: string): string =>
  `HTTP/1.1 302 Found\r\n${headers}Content-Length: 0\r\nConnection: close\r\n\r\n`;

/** What `Location` says, as bytes, and what Chromium asks for then. */
const LOCATIONS: [what: string, location: string, path: string][] = [
  ['UTF-8', utf8('/ü.jpg'), '/%C3%BC.jpg'],
  ['UTF-8 beyond the first plane', utf8('/🦊.jpg'), '/%F0%9F%A6%8A.jpg'],
  ['Japanese, relative', utf8('画像.jpg?名=一'), '/deep/%E7%94%BB%E5%83%8F.jpg?%E5%90%8D=%E4%B8%80'],
  ['Latin-1, which is no UTF-8', '/caf\u00e9.jpg', '/caf%E9.jpg'],
  ['both, one after the other', `/${utf8('é')}\u00e9.jpg`, '/%C3%A9%E9.jpg'],
  ['escapes beside raw letters', `/%c3%a9${utf8('é')}.jpg`, '/%c3%a9%C3%A9.jpg'],
  ['half an escape', '/100%.jpg?q=%zz%4', '/100%.jpg?q=%zz%4'],
  ['blanks and a tab', '  /a b\tc.jpg ', '/a%20bc.jpg'],
  ['backslashes', '\\up\\a.jpg', '/up/a.jpg'],
  ['dots', '../x/./a.jpg', '/x/a.jpg'],
  ['a fragment', `/a.jpg#${utf8('ü')}`, '/a.jpg'],
  ['a query alone', '?w=1', '/deep/from?w=1'],
];

describe('a redirect', () => {
  let host: RawHost;
  let downloader: Downloader;
  let location = '';
  beforeAll(async () => {
    host = await startRawHost((path) => {
      if (path !== '/deep/from') return 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx';
      return found(location);
    });
    downloader = createDownloader({
      timeoutMs: 20_000,
      maxBytes: 1_000,
      privateHosts: new Set([host.host]),
    });
  });
  afterAll(async () => {
    await downloader?.close();
    await host?.close();
  });

  it.each(LOCATIONS)('is followed as a browser follows it: %s', async (_, to, path) => {
    location = `Location: ${to}\r\n`;
    await downloader.download(host.url('/deep/from'));
    expect(host.paths.at(-1)).toBe(path);
  });

  it.each([
    ['/deep/from?w=1&amp;h=2', '/deep/from?w=1&h=2'],
    ['/deep/from?w=1&amp;amp;h=2&#38;q=3&#x26;r=4', '/deep/from?w=1&h=2&q=3&r=4'],
    ['/deep/from?w=1&h=2&copy=3', '/deep/from?w=1&h=2&copy=3'],
  ])('and a row’s address is asked for as a browser has it from its page: %s', async (published, path) => {
    const links = createLinkChecker({
      timeoutMs: 20_000,
      maxBytes: 1_000,
      concurrency: 1,
      intervalMs: 0,
      privateHosts: new Set([host.host]),
    });
    await downloader.download(host.url(published));
    expect(host.paths.at(-1)).toBe(path);
    const url = host.url(published);
    expect(await links.check(url)).toMatchObject({ url, outcome: 'served', answeredBy: host.url(path) });
    await links.close();
  });

  it.each(['//HOST/a.jpg', 'http:\\\\HOST\\a.jpg', 'http://HOST/x/%2e%2e/a.jpg'])(
    'that names the host is followed: %s',
    async (to) => {
      location = `Location: ${to.replace('HOST', host.host)}\r\n`;
      await downloader.download(host.url('/deep/from'));
      expect(host.paths.at(-1)).toBe('/a.jpg');
    },
  );

  it('that says the same twice is followed, and one that says two things is not', async () => {
    location = 'Location: /a.jpg\r\nLocation: /a.jpg\r\n';
    await downloader.download(host.url('/deep/from'));
    expect(host.paths.at(-1)).toBe('/a.jpg');
    location = 'Location: /a.jpg\r\nLocation: /b.jpg\r\n';
    await expect(downloader.download(host.url('/deep/from'))).rejects.toMatchObject({ reason: 'http-302' });
  });

  it.each(['', 'Location:\r\n'])(
    'that leads nowhere is told as the answer that it is: %j',
    async (headers) => {
      location = headers;
      await expect(downloader.download(host.url('/deep/from'))).rejects.toMatchObject({ reason: 'http-302' });
    },
  );

  it('whose own page is broken is followed', async () => {
    location = 'Location: /a.jpg\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n';
    await downloader.download(host.url('/deep/from'));
    expect(host.paths.at(-1)).toBe('/a.jpg');
  });

  it('ends, in the check of a link, where a browser would', async () => {
    location = `Location: ${utf8('/ü.jpg')}\r\n`;
    const checker = createLinkChecker({
      timeoutMs: 20_000,
      maxBytes: 1_000,
      privateHosts: new Set([host.host]),
      concurrency: 1,
      intervalMs: 0,
    });
    const answeredBy = host.url('/%C3%BC.jpg');
    expect(await checker.check(host.url('/deep/from'))).toMatchObject({ outcome: 'served', answeredBy });
    await checker.close();
  });
});
