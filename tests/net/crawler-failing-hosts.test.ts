import { describe, expect, it } from 'vitest';
import { PICTURE, startScriptedHost, type Answer } from '../helpers/scripted-host.ts';
import { closeAllAfterEach, crawl, hosts, NO_ROBOTS, reset, startHost } from './crawling.ts';

closeAllAfterEach();

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
