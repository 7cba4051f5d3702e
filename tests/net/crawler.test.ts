import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createCrawler, type CrawlerSettings } from '../../src/net/crawler.ts';
import type { Downloader } from '../../src/net/download.ts';
import { leapingClock, type LeapingClock } from '../helpers/clocks.ts';
import { PICTURE, startScriptedHost, type Answer, type ScriptedHost } from '../helpers/scripted-host.ts';

const hosts: ScriptedHost[] = [];
const crawlers: Downloader[] = [];

afterEach(async () => {
  await Promise.all(crawlers.splice(0).map((each) => each.close()));
  await Promise.all(hosts.splice(0).map((each) => each.close()));
});

/** A host with a picture at every path but those of `answers`, and no robots.txt or tdmrep.json of its own. */
async function startHost(answers: Record<string, Answer | { nth: (n: number) => Answer }> = {}) {
  const host = await startScriptedHost((path, n) => {
    const answer = answers[path];
    if (answer === undefined) return /^\/(robots.txt|\.well-known)/.test(path) ? undefined : PICTURE;
    return 'nth' in answer ? answer.nth(n) : answer;
  });
  hosts.push(host);
  return host;
}

function crawl(
  of: readonly ScriptedHost[],
  changes: Partial<CrawlerSettings> = {},
): { download: (url: string, signal?: AbortSignal) => Promise<string>; clock: LeapingClock } {
  const clock = leapingClock();
  const crawler = createCrawler({
    timeoutMs: 20_000,
    maxBytes: 100_000,
    privateHosts: new Set(of.map(({ host }) => host)),
    concurrency: 8,
    intervalMs: 1000,
    attempts: 3,
    clock,
    random: () => 0,
    ...changes,
  });
  crawlers.push(crawler);
  return {
    clock,
    download: (url, signal) =>
      crawler.download(url, { signal }).then(({ bytes }) => Buffer.from(bytes).toString()),
  };
}

const text = (body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
});
const reset: Answer = (response) => response.destroy();
const NO_ROBOTS = ['/robots.txt', '/.well-known/tdmrep.json'];

describe('robots.txt', () => {
  it('is asked for once before the first picture of an origin, by the name it may use', async () => {
    const host = await startHost({ '/robots.txt': text('User-agent: trainspot\nDisallow: /no/') });
    const { download } = crawl([host]);
    await Promise.all(['/a', '/b', '/c'].map((path) => download(host.url(path))));
    expect(host.paths.slice(0, 2)).toEqual(NO_ROBOTS);
    expect(host.paths.slice(2).toSorted()).toEqual(['/a', '/b', '/c']);
    expect(host.requests[0]['user-agent']).toMatch(/^Trainspot\//);
    await expect(download(host.url('/no/a'))).rejects.toMatchObject({
      reason: 'robots',
      optOut: { signal: 'robots', where: '/robots.txt' },
      attempts: 0,
      host: host.host,
    });
    expect(host.paths).toHaveLength(5);
  });

  it.each([400, 401, 403, 404, 410, 451])('that is answered %i forbids nothing', async (status) => {
    const host = await startHost({ '/robots.txt': { status, body: 'User-agent: *\nDisallow: /' } });
    expect(await crawl([host]).download(host.url('/a'))).toBe('a picture');
  });

  it.each([429, 500, 502, 503, 304])('that is answered %i forbids everything for now', async (status) => {
    const host = await startHost({ '/robots.txt': { status } });
    const { download } = crawl([host]);
    for (const path of ['/a', '/b']) {
      await expect(download(host.url(path))).rejects.toMatchObject({
        reason: 'robots-unreachable',
        httpStatus: status,
        attempts: 0,
      });
    }
    expect(new Set(host.paths)).toEqual(new Set(['/robots.txt']));
    // Asked again as a picture is, and then not for every row.
    expect(host.paths.length).toBe(status === 304 ? 1 : 3);
  });

  it('that comes to nothing forbids everything for now, and is asked for again after a while', async () => {
    let isBack = false;
    const host = await startScriptedHost((path) => {
      if (path !== '/robots.txt') return PICTURE;
      return isBack ? text('') : reset;
    });
    hosts.push(host);
    const { download, clock } = crawl([host]);
    await expect(download(host.url('/a'))).rejects.toMatchObject({ reason: 'robots-unreachable' });
    isBack = true;
    await expect(download(host.url('/a'))).rejects.toMatchObject({ reason: 'robots-unreachable' });
    await clock.sleep(11 * 60_000);
    expect(await download(host.url('/a'))).toBe('a picture');
  });

  it('is asked for anew after a day', async () => {
    const host = await startHost({
      '/robots.txt': { nth: (n) => text(n === 1 ? '' : 'User-agent: *\nDisallow: /') },
    });
    const { download, clock } = crawl([host]);
    expect(await download(host.url('/a'))).toBe('a picture');
    await clock.sleep(23 * 3_600_000);
    expect(await download(host.url('/a'))).toBe('a picture');
    await clock.sleep(2 * 3_600_000);
    await expect(download(host.url('/a'))).rejects.toMatchObject({ reason: 'robots' });
  });

  it('is followed through five redirects, to another host too, and holds for the one it was asked of', async () => {
    const other = await startHost({ '/rules': text('User-agent: *\nDisallow: /') });
    const hop = (nth: number) => ({ status: 301, headers: { location: `/hop/${nth}` } });
    const host = await startHost({
      '/robots.txt': hop(1),
      '/hop/1': hop(2),
      '/hop/2': hop(3),
      '/hop/3': hop(4),
      '/hop/4': { status: 302, headers: { location: other.url('/rules') } },
    });
    const { download } = crawl([host, other]);
    await expect(download(host.url('/a'))).rejects.toMatchObject({ reason: 'robots', host: host.host });
    expect(await download(other.url('/a'))).toBe('a picture');
  });

  it('that redirects without end is none', async () => {
    const host = await startHost({ '/robots.txt': { status: 301, headers: { location: '/robots.txt' } } });
    expect(await crawl([host]).download(host.url('/a'))).toBe('a picture');
    expect(host.paths.filter((path) => path === '/robots.txt')).toHaveLength(6);
  });

  it('is not followed to a private address', async () => {
    const host = await startHost({
      '/robots.txt': { status: 301, headers: { location: 'http://10.0.0.1/' } },
    });
    await expect(crawl([host]).download(host.url('/a'))).rejects.toMatchObject({ code: 'address-refused' });
  });

  it('is read for 500 KiB, to the last whole line', async () => {
    const filler = `${'#'.repeat(1023)}\n`.repeat(499);
    const cut = `User-agent: *\nDisallow: /no\n${filler}${'#'.repeat(970)}\nDisallow: /${'a'.repeat(5000)}\nDisallow: /\n`;
    const host = await startHost({ '/robots.txt': text(cut) });
    const { download } = crawl([host]);
    expect(await download(host.url('/ab'))).toBe('a picture');
    await expect(download(host.url('/no'))).rejects.toMatchObject({ reason: 'robots' });
  });

  it('is unpacked where a host packs it unasked, and no bomb is', async () => {
    const packed = (body: string): Answer => ({
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(body),
    });
    const kind = await startHost({ '/robots.txt': packed('User-agent: *\nDisallow: /no') });
    const bomb = await startHost({ '/robots.txt': packed(' '.repeat(50_000_000)) });
    const { download } = crawl([kind, bomb]);
    await expect(download(kind.url('/no'))).rejects.toMatchObject({ reason: 'robots' });
    expect(await download(kind.url('/a'))).toBe('a picture');
    await expect(download(bomb.url('/a'))).rejects.toMatchObject({ reason: 'robots-unreachable' });
  });

  it('of the host that a picture is redirected to is honoured too', async () => {
    const other = await startHost({ '/robots.txt': text('User-agent: *\nDisallow: /') });
    const host = await startHost({ '/a': { status: 302, headers: { location: other.url('/b') } } });
    await expect(crawl([host, other]).download(host.url('/a'))).rejects.toMatchObject({
      reason: 'robots',
      host: other.host,
      attempts: 1,
    });
    expect(other.paths).toEqual(['/robots.txt']);
  });

  it('may ask for a pause, within half a minute', async () => {
    for (const [asked, paused] of [
      [7, 7_000],
      [3600, 30_000],
    ]) {
      const host = await startHost({ '/robots.txt': text(`User-agent: *\nCrawl-delay: ${asked}`) });
      const { download, clock } = crawl([host]);
      await download(host.url('/a'));
      const before = clock.slept.length;
      await download(host.url('/b'));
      // Less the moment that the test itself takes: the clock stands still but for its leaps.
      expect(clock.slept.slice(before)).toEqual([paused]);
    }
  });
});

describe('an opt-out', () => {
  it('in tdmrep.json is honoured without asking for the picture', async () => {
    const rules = [
      { location: '/free/', 'tdm-reservation': 0 },
      { location: '/', 'tdm-reservation': 1 },
    ];
    const host = await startHost({ '/.well-known/tdmrep.json': text(JSON.stringify(rules)) });
    const { download } = crawl([host]);
    await expect(download(host.url('/a'))).rejects.toMatchObject({
      reason: 'opted-out',
      optOut: { signal: 'tdm-reservation', where: '/.well-known/tdmrep.json' },
      attempts: 0,
    });
    expect(await download(host.url('/free/a'))).toBe('a picture');
    expect(host.paths).toEqual([...NO_ROBOTS, '/free/a']);
  });

  it('in a file that cannot be read just now is not guessed at', async () => {
    const host = await startHost({ '/.well-known/tdmrep.json': { status: 500 } });
    await expect(crawl([host]).download(host.url('/a'))).rejects.toMatchObject({
      reason: 'tdmrep-unreachable',
    });
  });

  it('in a header is honoured', async () => {
    const headers = { 'content-type': 'image/png', 'x-robots-tag': 'somebot: noai' };
    const host = await startHost({ '/a': { headers, body: 'x' } });
    await expect(crawl([host]).download(host.url('/a'))).rejects.toMatchObject({
      reason: 'opted-out',
      optOut: { signal: 'noai', where: 'X-Robots-Tag' },
      attempts: 1,
    });
  });

  it('of the operator’s own domain alone is not asked for', async () => {
    const headers = { 'content-type': 'image/png', 'tdm-reservation': '1' };
    const host = await startHost({
      '/a': { headers, body: 'mine' },
      '/robots.txt': text('User-agent: *\nDisallow: /'),
    });
    const port = host.host.split(':')[1];
    const names = ['own.example', 'cdn.own.example', 'notown.example'].map((name) => `${name}:${port}`);
    const { download } = crawl([], {
      privateHosts: new Set(names),
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
      ownDomains: new Set(['own.example']),
    });
    expect(await download(`http://own.example:${port}/a`)).toBe('mine');
    expect(await download(`http://cdn.own.example:${port}/a`)).toBe('mine');
    await expect(download(`http://notown.example:${port}/a`)).rejects.toMatchObject({ reason: 'robots' });
  });
});

describe('a host that fails', () => {
  it.each([500, 502, 503, 429, 408])('with %i is asked again a few times, ever later', async (status) => {
    const host = await startHost({ '/a': { nth: (n) => (n < 3 ? { status } : PICTURE) }, '/b': { status } });
    const { download, clock } = crawl([host]);
    expect(await download(host.url('/a'))).toBe('a picture');
    expect(Math.max(...clock.slept)).toBe(1000);
    await expect(download(host.url('/b'))).rejects.toMatchObject({ reason: `http-${status}`, attempts: 3 });
    expect(host.paths.filter((path) => path === '/b')).toHaveLength(3);
  });

  it('by breaking off is asked again', async () => {
    const host = await startHost({ '/a': { nth: (n) => (n === 1 ? reset : PICTURE) } });
    expect(await crawl([host]).download(host.url('/a'))).toBe('a picture');
  });

  it.each([401, 403, 404, 410, 451, 400])('with %i is not asked again', async (status) => {
    const host = await startHost({ '/a': { status } });
    const { download, clock } = crawl([host]);
    await expect(download(host.url('/a'))).rejects.toMatchObject({ reason: `http-${status}`, attempts: 1 });
    expect(clock.slept).toEqual([]);
  });

  it('because it has no name, or leads nowhere public, is not asked again', async () => {
    let asked = 0;
    const failing = (code: string) => async () => {
      asked++;
      throw Object.assign(new Error(code), { code });
    };
    const gone = crawl([], { lookup: failing('ENOTFOUND') });
    await expect(gone.download('http://gone.example/a')).rejects.toMatchObject({
      reason: 'dns',
      attempts: 0,
    });
    await expect(gone.download('http://gone.example/b')).rejects.toMatchObject({ reason: 'dns' });
    expect(asked).toBe(1);
    const inside = crawl([], { lookup: async () => [{ address: '10.0.0.1', family: 4 }] });
    await expect(inside.download('http://inside.example/a')).rejects.toMatchObject({
      code: 'address-refused',
    });
  });

  it('is given the seconds it asks for, by all who want something of it', async () => {
    const busy: Answer = { status: 429, headers: { 'retry-after': '20' } };
    const host = await startHost({ '/a': { nth: (n) => (n === 1 ? busy : PICTURE) } });
    const { download, clock } = crawl([host], { perSite: 1 });
    expect(await Promise.all(['/a', '/b'].map((path) => download(host.url(path))))).toHaveLength(2);
    expect(Math.max(...clock.slept)).toBe(20_000);
    expect(host.paths.slice(2)[0]).toBe('/a');
  });

  it('is given until the date it asks for', async () => {
    const host = await startHost({
      '/a': {
        nth: (n) =>
          n === 1
            ? { status: 503, headers: { 'retry-after': new Date(Date.now() + 30_000).toUTCString() } }
            : PICTURE,
      },
    });
    const { download, clock } = crawl([host]);
    expect(await download(host.url('/a'))).toBe('a picture');
    expect(Math.max(...clock.slept)).toBeGreaterThan(10_000);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(30_000);
  });

  it('and asks for a longer pause than we wait is left, by those who wait already too', async () => {
    const host = await startHost({ '/a': { status: 429, headers: { 'retry-after': '3600' } } });
    const { download, clock } = crawl([host], { perSite: 1 });
    const all = await Promise.allSettled(['/a', '/b', '/c'].map((path) => download(host.url(path))));
    expect(all.map((each) => each.status === 'rejected' && each.reason.reason)).toEqual([
      'http-429',
      'asked-to-wait',
      'asked-to-wait',
    ]);
    expect(host.paths).toEqual([...NO_ROBOTS, '/a']);
    await clock.sleep(3_700_000);
    expect(await download(host.url('/b'))).toBe('a picture');
  });

  it('and never answers is left alone after a while, and tried again later', async () => {
    let isBack = false;
    const host = await startScriptedHost((path) => {
      if (path === '/robots.txt' || path.startsWith('/.well')) return undefined;
      return isBack ? PICTURE : reset;
    });
    hosts.push(host);
    const { download, clock } = crawl([host]);
    const reasons: string[] = [];
    for (let n = 0; n < 6; n++) {
      await download(host.url(`/${n}`)).catch((error: { reason: string }) => reasons.push(error.reason));
    }
    expect(reasons.slice(-3)).toEqual(['host-unreachable', 'host-unreachable', 'host-unreachable']);
    expect(host.paths.length).toBe(2 + 5);
    isBack = true;
    await clock.sleep(11 * 60_000);
    expect(await download(host.url('/a'))).toBe('a picture');
  });
});

describe('many hosts', () => {
  it('are asked at once, none for more than two pictures, and a slow one holds up nobody', async () => {
    const held: (() => void)[] = [];
    const slow = await startScriptedHost((path) => {
      if (!path.startsWith('/picture')) return undefined;
      return (response) =>
        held.push(() => response.writeHead(200, { 'content-type': 'image/png' }).end('late'));
    });
    hosts.push(slow);
    const quick = await Promise.all([startHost(), startHost(), startHost()]);
    const { download } = crawl([slow, ...quick], { concurrency: 4 });
    const late = Array.from({ length: 10 }, (_, n) => download(slow.url(`/picture/${n}`)));
    const soon = quick.flatMap((host) => Array.from({ length: 8 }, (_, n) => download(host.url(`/${n}`))));
    expect(await Promise.all(soon)).toHaveLength(24);
    // All of the others were had while it answered none.
    expect(held.length).toBeLessThanOrEqual(2);
    for (const host of [slow, ...quick]) expect(host.most()).toBeLessThanOrEqual(2);
    const release = setInterval(() => held.splice(0).forEach((answer) => answer()), 1);
    expect(await Promise.all(late)).toHaveLength(10);
    clearInterval(release);
  });

  it('are asked by no more requests at once than are allowed', async () => {
    let underWay = 0;
    let most = 0;
    const counted = await Promise.all(
      Array.from({ length: 6 }, () =>
        startScriptedHost((path) => {
          most = Math.max(most, ++underWay);
          return (response) => {
            response.on('close', () => underWay--);
            setImmediate(() => {
              if (!path.startsWith('/p')) return response.writeHead(404).end();
              return response.writeHead(200, { 'content-type': 'image/png' }).end('x');
            });
          };
        }),
      ),
    );
    hosts.push(...counted);
    const { download } = crawl(counted, { concurrency: 3 });
    await Promise.all(
      counted.flatMap((host) => ['/p1', '/p2', '/p3'].map((path) => download(host.url(path)))),
    );
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('a signal', () => {
  it('ends all who wait, for whatever they wait', async () => {
    const silent = await startHost({ '/a': () => {} });
    const mute = await startHost({ '/robots.txt': () => {} });
    const { download } = crawl([silent, mute], { perSite: 1 });
    const stop = new AbortController();
    const waiting = [
      silent.url('/a'),
      silent.url('/b'),
      silent.url('/c'),
      mute.url('/a'),
      mute.url('/b'),
    ].map((url) => download(url, stop.signal));
    const ends = Promise.allSettled(waiting);
    while (!silent.paths.includes('/a') || mute.paths.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    stop.abort();
    for (const end of await ends) expect(end).toMatchObject({ reason: { reason: 'stopped' } });
  });

  it('ends a wait before the next attempt', async () => {
    const host = await startHost({ '/a': { status: 500 } });
    const stop = new AbortController();
    const clock = leapingClock();
    const asleep = {
      ...clock,
      sleep: (_: number, signal?: AbortSignal) => {
        queueMicrotask(() => stop.abort());
        return new Promise<void>((_resolve, reject) =>
          signal?.addEventListener('abort', () => reject(new Error('woken'))),
        );
      },
    };
    const { download } = crawl([host], { clock: asleep });
    await expect(download(host.url('/a'), stop.signal)).rejects.toMatchObject({ reason: 'stopped' });
  });

  it('is not needed to close', async () => {
    const host = await startHost({ '/a': () => {} });
    const { download } = crawl([host]);
    const waiting = expect(download(host.url('/a'))).rejects.toMatchObject({ code: 'download-failed' });
    while (!host.paths.includes('/a')) await new Promise((resolve) => setTimeout(resolve, 5));
    await crawlers.splice(0)[0].close();
    await waiting;
  });
});
