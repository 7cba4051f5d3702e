import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PICTURE, startScriptedHost, type Answer } from '../helpers/scripted-host.ts';
import { closeAllAfterEach, crawl, hosts, NO_ROBOTS, reset, startHost, text } from './crawling.ts';

closeAllAfterEach();

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

  it('is read in a thread where it is long, as is a tdmrep.json', async () => {
    const robots = `User-agent: *\nDisallow: /no\n${'# words\n'.repeat(4_000)}`;
    const rules = Array.from({ length: 1_000 }, (_, n) => ({ location: `/kept-${n}`, 'tdm-reservation': 1 }));
    const host = await startHost({
      '/robots.txt': text(robots),
      '/.well-known/tdmrep.json': text(JSON.stringify(rules)),
    });
    const crawler = crawl([host]);
    expect(await crawler.download(host.url('/a'))).toBe('a picture');
    await expect(crawler.download(host.url('/no'))).rejects.toMatchObject({ reason: 'robots' });
    await expect(crawler.download(host.url('/kept-999'))).rejects.toMatchObject({ reason: 'opted-out' });
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
