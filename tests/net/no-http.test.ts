import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareRow } from '../../src/core/dataset.ts';
import { picturesOverHttp } from '../../src/ingest/fetch/web.ts';
import { createCrawler } from '../../src/net/crawler.ts';
import { createDownloader, type Downloader } from '../../src/net/download.ts';
import { DownloadFailure } from '../../src/net/download-failure.ts';
import { createLinkChecker } from '../../src/net/link-check.ts';
import { createLooker } from '../../src/net/looker.ts';
import { leapingClock } from '../helpers/clocks.ts';
import { startRawHost, type RawAnswer, type RawHost } from '../helpers/raw-host.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

/** Answers that no client can make anything of, some before the headers end and some after. */
const ANSWERS: Record<string, RawAnswer> = {
  'ssh-banner': 'SSH-2.0-OpenSSH_9.6\r\n',
  'http-0.9': '<html>There was no version then</html>',
  nothing: '',
  'header-too-large': `${OK}X-Long: ${'x'.repeat(64 * 1024)}\r\n\r\n`,
  'too-many-headers': `${OK}${'a: b\r\n'.repeat(20_000)}\r\n`,
  'status-line-invalid': 'HTTP/1.1 abc OK\r\n\r\n',
  'status-of-four-digits': 'HTTP/1.1 2000 OK\r\n\r\n',
  'version-unknown': 'HTTP/7.3 200 OK\r\n\r\n',
  'http-2-preface': Uint8Array.of(
    0,
    0,
    18,
    4,
    0,
    0,
    0,
    0,
    0,
    0,
    3,
    0,
    0,
    0,
    128,
    0,
    4,
    0,
    1,
    0,
    0,
    0,
    5,
    0,
    255,
  ),
  'http-2-client-preface': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'tls-alert': Uint8Array.of(0x15, 3, 1, 0, 2, 2, 70),
  'nul-in-header': `${OK}X-Bad: a\0b\r\nContent-Length: 1\r\n\r\nx`,
  'header-name-invalid': `${OK}X Bad: a\r\nContent-Length: 1\r\n\r\nx`,
  'header-without-colon': `${OK}nonsense\r\nContent-Length: 1\r\n\r\nx`,
  'reset-in-header': (socket) => socket.write(`${OK}Content-Ty`, () => socket.resetAndDestroy()),
  'ended-in-header': `${OK}Content-Type: image/png\r\nCont`,
  'length-no-number': `${OK}Content-Length: ten\r\n\r\nx`,
  'length-negative': `${OK}Content-Length: -1\r\n\r\nx`,
  'length-beyond-all': `${OK}Content-Length: 99999999999999999999999\r\n\r\nx`,
  'lengths-that-differ': `${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
  'length-and-chunks': `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  'coding-after-chunked': `${OK}Transfer-Encoding: chunked, foo\r\nContent-Length: 3\r\n\r\nabc`,
  'length-too-long': `${OK}Content-Length: 100\r\n\r\nshort`,
  'chunk-size-no-number': `${CHUNKED}zz\r\nhello\r\n0\r\n\r\n`,
  'chunk-size-beyond-all': `${CHUNKED}ffffffffffffffffff\r\nhello\r\n0\r\n\r\n`,
  'chunk-without-end': `${CHUNKED}5\r\nhello`,
  'chunk-longer-than-said': `${CHUNKED}2\r\nhello\r\n0\r\n\r\n`,
  'reset-in-body': (socket) =>
    socket.write(`${OK}Content-Length: 100\r\n\r\nabc`, () => socket.resetAndDestroy()),
  'early-hints-without-end': 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nSSH-2.0\r\n',
  'switching-protocols': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\nxx',
  'second-answer-is-garbage': `HTTP/1.1 302 Found\r\nLocation: /ssh-banner\r\nContent-Length: 0\r\n\r\ngarbage\r\n`,
};
const KINDS = Object.keys(ANSWERS);
const PICTURE = `${OK}Content-Type: image/png\r\nContent-Length: 9\r\nConnection: close\r\n\r\na picture`;

describe('a host that answers no HTTP', () => {
  let host: RawHost;
  let downloader: Downloader;
  const settings = { timeoutMs: 20_000, maxBytes: 100_000, concurrency: 8, intervalMs: 0 };
  let privateHosts: ReadonlySet<string>;

  beforeAll(async () => {
    host = await startRawHost((path) =>
      /^\/(robots\.txt|\.well-known)/.test(path) ? undefined : (ANSWERS[path.slice(1)] ?? PICTURE),
    );
    privateHosts = new Set([host.host]);
    downloader = createDownloader({ ...settings, privateHosts });
  });
  afterAll(async () => {
    await downloader?.close();
    await host?.close();
  });

  it.each(KINDS)('is a named failure of that download: %s', async (kind) => {
    const error = await downloader.download(host.url(`/${kind}`)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DownloadFailure);
    expect(error).toMatchObject({ code: expect.stringMatching(/^download-/), host: host.host });
    expect((error as DownloadFailure).message).not.toContain(host.host);
  });

  it.each(['ssh-banner', 'http-0.9', 'status-line-invalid', 'http-2-preface', 'nul-in-header'])(
    'is said to be none, and not to be out of reach: %s',
    async (kind) => {
      await expect(downloader.download(host.url(`/${kind}`))).rejects.toMatchObject({ reason: 'not-http' });
    },
  );

  it('is told so over TLS too', async () => {
    const url = host.url('/ssh-banner').replace('http:', 'https:');
    await expect(downloader.download(url)).rejects.toMatchObject({ reason: 'tls' });
  });

  it('fails its own rows of a crawl alone', async () => {
    const crawler = createCrawler({
      ...settings,
      privateHosts,
      attempts: 2,
      clock: leapingClock(),
      random: () => 0,
    });
    const pictures = picturesOverHttp(crawler);
    const fetch = (path: string) => pictures.fetch(bareRow('1', 0, host.url(path)));
    for (const kind of KINDS) {
      expect(await fetch(`/${kind}`), kind).toMatchObject({
        failure: { host: host.host, kind: 'transient' },
      });
      // A picture between two of them: else the site would be left alone, as one that does not answer.
      expect(await fetch('/picture'), kind).toMatchObject({ bytes: expect.any(Uint8Array) });
    }
    await crawler.close();
  });

  // One that redirects on and on has no robots.txt (RFC 9309, 2.3.1.2).
  it.each(KINDS.filter((kind) => kind !== 'second-answer-is-garbage'))(
    'in place of a robots.txt is one that cannot be read: %s',
    async (kind) => {
      const odd = await startRawHost(() => ANSWERS[kind]);
      const crawler = createCrawler({
        ...settings,
        privateHosts: new Set([odd.host]),
        attempts: 1,
        clock: leapingClock(),
      });
      const error = await crawler.download(odd.url('/picture')).catch((reason: unknown) => reason);
      await crawler.close();
      await odd.close();
      expect(error).toBeInstanceOf(DownloadFailure);
      expect(error).toMatchObject({ reason: 'robots-unreachable' });
    },
  );

  it('is what the check of a link finds, and what an audit of an address is told', async () => {
    const checker = createLinkChecker({ ...settings, privateHosts });
    const looker = createLooker({ ...settings, privateHosts });
    for (const kind of KINDS) {
      const { outcome, why } = await checker.check(host.url(`/${kind}`));
      expect(outcome, kind).not.toBe('not-asked');
      expect(why, kind).toEqual(expect.any(String));
      const error = await looker.look(host.url(`/${kind}`)).catch((reason: unknown) => reason);
      expect(error, kind).toBeInstanceOf(DownloadFailure);
    }
    await Promise.all([checker.close(), looker.close()]);
  });
});
