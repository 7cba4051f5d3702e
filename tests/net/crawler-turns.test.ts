import { describe, expect, it } from 'vitest';
import { leapingClock } from '../helpers/clocks.ts';
import { startScriptedHost } from '../helpers/scripted-host.ts';
import { closeAllAfterEach, crawl, crawlers, hosts, startHost } from './crawling.ts';

closeAllAfterEach();

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
