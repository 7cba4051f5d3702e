import { parseUrl } from '../core/parse-url.ts';
import type { Downloader } from './download.ts';

interface Politeness {
  /** Downloads under way at once, over all hosts. */
  concurrency: number;
  /** Downloads under way at once from one host; 2 unless given. */
  perHost?: number;
}

/**
 * `downloader`, waiting its turn: never more than `concurrency` downloads at once, nor more than `perHost` from
 * one host. Hosts take turns and each host's downloads keep their order, so a slow host holds up nobody else,
 * and no download waits for ever. A redirect counts for the host it began at.
 */
export function limitPerHost(downloader: Downloader, { concurrency, perHost = 2 }: Politeness): Downloader {
  const busy = new Map<string, number>();
  /** Who waits, by host; the order of the hosts is the order of their turns. */
  const waiting = new Map<string, (() => void)[]>();
  let underWay = 0;

  function startWaiting(): void {
    for (const [host, queue] of waiting) {
      if (underWay >= concurrency) return;
      const count = busy.get(host) ?? 0;
      if (count >= perHost) continue;
      busy.set(host, count + 1);
      underWay++;
      const start = queue.shift();
      // To the back of the line; the loop comes to it again while there is room.
      waiting.delete(host);
      if (queue.length > 0) waiting.set(host, queue);
      start?.();
    }
  }

  function finish(host: string): void {
    underWay--;
    const count = (busy.get(host) ?? 1) - 1;
    if (count > 0) busy.set(host, count);
    else busy.delete(host);
    startWaiting();
  }

  function turnOf(host: string): Promise<void> {
    return new Promise((resolve) => {
      const queue = waiting.get(host);
      if (queue) queue.push(resolve);
      else waiting.set(host, [resolve]);
      startWaiting();
    });
  }

  return {
    async download(url, options) {
      // Text that is no address is told so by the downloader itself.
      const host = parseUrl(url)?.host ?? '';
      await turnOf(host);
      try {
        return await downloader.download(url, options);
      } finally {
        finish(host);
      }
    },
    close: () => downloader.close(),
  };
}
