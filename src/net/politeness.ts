import { systemClock } from './clock.ts';
import type { Downloader } from './download.ts';
import type { Places } from './places.ts';
import { registrableDomain } from './registrable-domain.ts';
import { createHostScheduler } from './host-scheduler.ts';

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
  const scheduler = createHostScheduler({ concurrency, perSite }, systemClock);
  return {
    download: (url, options = {}) =>
      downloader.download(url, {
        ...options,
        admit: (hop) => scheduler.take(registrableDomain(hop), { signal: options.signal }),
      }),
    async close() {
      scheduler.close();
      await downloader.close();
    },
  };
}
