import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Downloaded, Downloader } from '../../src/net/download.ts';
import { limitPerHost } from '../../src/net/politeness.ts';

/** A downloader whose downloads end when the test says so. */
function stalled() {
  const started: string[] = [];
  const underWay: { url: string; end: (fails?: boolean) => void }[] = [];
  const downloader: Downloader = {
    download: (url) =>
      new Promise((resolve, reject) => {
        started.push(url);
        const end = (fails = false) => {
          underWay.splice(underWay.indexOf(entry), 1);
          if (fails) reject(new Error(`broken: ${url}`));
          else resolve({ bytes: new Uint8Array(), contentType: null, url, headers: {} } satisfies Downloaded);
        };
        const entry = { url, end };
        underWay.push(entry);
      }),
    close: async () => {},
  };
  return { downloader, started, underWay };
}

/** Lets everything run that is not waiting for a download. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
const hostOf = (url: string) => new URL(url).host;

describe('limitPerHost', () => {
  it('takes two at once from a host unless told otherwise', async () => {
    const { downloader, underWay } = stalled();
    const polite = limitPerHost(downloader, { concurrency: 10 });
    const all = [1, 2, 3].map((n) => polite.download(`https://a.example/${n}`));
    await settle();
    expect(underWay.map(({ url }) => url)).toEqual(['https://a.example/1', 'https://a.example/2']);
    underWay[0].end();
    await settle();
    expect(underWay.map(({ url }) => url)).toEqual(['https://a.example/2', 'https://a.example/3']);
    while (underWay.length > 0) underWay[0].end();
    await Promise.all(all);
  });

  it('lets another host pass a busy one, and hosts take turns', async () => {
    const { downloader, underWay, started } = stalled();
    const polite = limitPerHost(downloader, { concurrency: 1, perHost: 1 });
    const all = ['a/1', 'a/2', 'a/3', 'b/1', 'b/2'].map((path) => polite.download(`https://${path}`));
    for (let left = all.length; left > 0; left--) {
      await settle();
      underWay[0].end();
    }
    await Promise.all(all);
    expect(started.map((url) => url.slice('https://'.length))).toEqual(['a/1', 'a/2', 'b/1', 'a/3', 'b/2']);
  });

  it('goes on after a failure, and hands it on', async () => {
    const { downloader, underWay, started } = stalled();
    const polite = limitPerHost(downloader, { concurrency: 1 });
    const first = polite.download('https://a/1');
    const second = polite.download('https://a/2');
    await settle();
    const failed = expect(first).rejects.toThrow('broken: https://a/1');
    underWay[0].end(true);
    await failed;
    await settle();
    expect(started).toEqual(['https://a/1', 'https://a/2']);
    underWay[0].end();
    await second;
  });

  it('keeps both limits, starts each download once, and leaves none behind', async () => {
    const plan = fc.record({
      hosts: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }),
      ends: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      concurrency: fc.integer({ min: 1, max: 6 }),
      perHost: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(plan, async ({ hosts, ends, concurrency, perHost }) => {
        const { downloader, underWay, started } = stalled();
        const polite = limitPerHost(downloader, { concurrency, perHost });
        const urls = hosts.map((host, n) => `https://h${host}/${n}`);
        const all = urls.map((url, n) => polite.download(url).catch(() => n));
        for (const end of ends.slice(0, urls.length)) {
          await settle();
          const busy = new Map<string, number>();
          for (const { url } of underWay) busy.set(hostOf(url), (busy.get(hostOf(url)) ?? 0) + 1);
          expect(underWay.length).toBeGreaterThan(0);
          expect(underWay.length).toBeLessThanOrEqual(concurrency);
          expect(Math.max(...busy.values())).toBeLessThanOrEqual(perHost);
          underWay[end % underWay.length].end(end % 3 === 0);
        }
        await Promise.all(all);
        expect(started.toSorted()).toEqual(urls.toSorted());
      }),
      { numRuns: 50 },
    );
  });
});
