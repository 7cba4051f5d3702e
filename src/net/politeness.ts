import { systemClock } from './clock.ts';
import type { Downloader } from './download.ts';
import type { Places } from './places.ts';
import { siteOf } from './site.ts';
import { createTurns } from './turns.ts';

interface Politeness {
  /** Downloads under way at once, over all sites. */
  concurrency: number | Places;
  /** Downloads under way at once from one site; 2 unless given. */
  perSite?: number;
}

/**
 * `downloader`, waiting its turn before each request, for pictures that a person asks for one by one: never more than
 * `concurrency` at once, nor more than `perSite` at one site. For a whole dataset's pictures: `createCrawler`.
 */
export function limitPerHost(downloader: Downloader, { concurrency, perSite = 2 }: Politeness): Downloader {
  const turns = createTurns({ concurrency, perSite }, systemClock);
  return {
    download: (url, options = {}) =>
      downloader.download(url, {
        ...options,
        admit: (hop) => turns.take(siteOf(hop), { signal: options.signal }),
      }),
    async close() {
      turns.close();
      await downloader.close();
    },
  };
}
