import { afterEach, describe, expect, it } from 'vitest';
import type { Downloader } from '../../src/net/download.ts';
import { DownloadFailure } from '../../src/net/download-failure.ts';
import { createPoliteDownloader } from '../../src/net/polite-downloader.ts';
import { type Answer, PICTURE, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';

describe('pictures that a service looks at by itself', () => {
  let host: ScriptedHost;
  let pictures: Downloader;
  async function serve(script: (path: string, nth: number) => Answer | undefined): Promise<void> {
    host = await startScriptedHost(script);
    pictures = createPoliteDownloader({
      timeoutMs: 3_000,
      maxBytes: 1_000,
      concurrency: 8,
      intervalMs: 60_000,
      privateHosts: new Set([host.host]),
    });
  }
  afterEach(async () => {
    await pictures.close();
    await host.close();
  });

  async function failure(path: string): Promise<DownloadFailure> {
    const error: unknown = await pictures.download(host.url(path)).catch((reason: unknown) => reason);
    if (error instanceof DownloadFailure) return error;
    throw new Error(`${path} was had.`, { cause: error });
  }

  it('come after the rules of their host, which are asked for once', async () => {
    await serve((path) => (path.endsWith('.png') ? PICTURE : undefined));
    await Promise.all(['/a.png', '/b.png', '/c.png'].map((path) => pictures.download(host.url(path))));
    expect(host.paths.toSorted()).toEqual(
      ['/robots.txt', '/.well-known/tdmrep.json', '/a.png', '/b.png', '/c.png'].toSorted(),
    );
    expect(host.paths.slice(0, 2)).toEqual(['/robots.txt', '/.well-known/tdmrep.json']);
  });

  it('come two at a time from one site', async () => {
    await serve((path) => (path.endsWith('.png') ? PICTURE : undefined));
    const all = Array.from({ length: 9 }, (_, i) => pictures.download(host.url(`/${i}.png`)));
    await Promise.all(all);
    expect(host.most()).toBeLessThanOrEqual(2);
  });

  it.each([
    ['robots.txt', '/robots.txt', 'User-agent: Trainspot\nDisallow: /', 'robots'],
    ['tdmrep.json', '/.well-known/tdmrep.json', '[{"location":"/","tdm-reservation":1}]', 'opted-out'],
  ])('are left alone where %s reserves them', async (_name, file, body, reason) => {
    await serve((path) => (path === file ? { body } : PICTURE));
    expect((await failure('/a.png')).reason).toBe(reason);
    expect(host.paths).not.toContain('/a.png');
  });

  it.each(['noai', 'noimageai'])('are not read where the answer says %s', async (wish) => {
    await serve((path) =>
      path === '/a.png' ? { headers: { 'x-robots-tag': wish }, body: 'a picture' } : undefined,
    );
    expect((await failure('/a.png')).code).toBe('opted-out');
  });

  it('are asked for once, and a host that has no time is left alone for as long as it says', async () => {
    await serve((path) =>
      path === '/a.png' ? { status: 429, headers: { 'retry-after': '60' } } : undefined,
    );
    expect((await failure('/a.png')).reason).toBe('http-429');
    const ending = new AbortController();
    const next = pictures.download(host.url('/b.png'), { signal: ending.signal });
    ending.abort();
    await expect(next).rejects.toMatchObject({ reason: 'stopped' });
    expect(host.paths.filter((path) => path.endsWith('.png'))).toEqual(['/a.png']);
  });

  it('are asked for again by the next check where a host did not answer for a moment', async () => {
    await serve((path, nth) =>
      path === '/robots.txt' && nth === 1 ? { status: 503 } : path.endsWith('.png') ? PICTURE : undefined,
    );
    expect((await failure('/a.png')).reason).toBe('robots-unreachable');
    await expect
      .poll(
        () =>
          pictures.download(host.url('/a.png')).then(
            ({ bytes }) => bytes.length,
            () => 0,
          ),
        { timeout: 5_000 },
      )
      .toBeGreaterThan(0);
  });
});
