import { hostAndPort } from './address-guard.ts';
import { systemClock } from './clock.ts';
import { DownloadFailure } from './download-failure.ts';
import { downloadBy, type Downloader, type DownloadSettings } from './download.ts';
import { createGuardedClient, type Admit } from './guarded-client.ts';
import { createHostScheduler } from './host-scheduler.ts';
import { orStopped } from './or-stopped.ts';
import type { Places } from './places.ts';
import { registrableDomain } from './registrable-domain.ts';
import { createOriginRules } from './rules/origin-rules.ts';
import { leftAlone } from './left-alone.ts';

interface PoliteSettings extends DownloadSettings {
  /** Requests under way at once, over all sites. */
  concurrency: number | Places;
  /** Between the beginnings of two requests to one site, unless it is one of `privateHosts`. */
  intervalMs: number;
}

/** Requests under way at once at one site. */
const PER_SITE = 2;
/** The longest that a host which has no time is left alone: others wait for the same answer. */
const LONGEST_REST_MS = 60_000;
/** Whose rules could not be read is asked again with the next check: its host may have come back. */
const UNREACHABLE_MS = 1_000;

/**
 * Fetches pictures that a service looks at by itself while somebody waits: guarded, only what robots.txt and `tdmrep.json`
 * leave open, in turns at each site, and each once. Opt-outs are honoured whatever its options say. For a whole dataset's
 * pictures, with repeats: `createCrawler`; for one that a person asks for: `limitPerHost`.
 */
export function createPoliteDownloader(settings: PoliteSettings): Downloader {
  const client = createGuardedClient(settings);
  const download = downloadBy(client, settings.maxBytes);
  const scheduler = createHostScheduler(
    { concurrency: settings.concurrency, perSite: PER_SITE },
    systemClock,
  );
  const turnAt = (hop: URL, signal?: AbortSignal): Promise<() => void> => {
    const intervalMs = settings.privateHosts.has(hostAndPort(hop)) ? 0 : settings.intervalMs;
    return scheduler.take(registrableDomain(hop), { intervalMs, signal });
  };
  const rules = createOriginRules(
    client,
    (_url, get) => get({ admit: (hop) => turnAt(hop) }),
    systemClock,
    UNREACHABLE_MS,
  );

  return {
    async download(url, options = {}) {
      const admit: Admit = async (hop) => {
        const { optOut } = await orStopped(rules.ask(hop), options.signal);
        if (optOut !== null) throw leftAlone(optOut.where);
        return turnAt(hop, options.signal);
      };
      try {
        return await download(url, { ...options, admit, honourOptOut: true });
      } catch (error) {
        if (error instanceof DownloadFailure && error.retryAfterMs !== null && error.url !== null) {
          const site = registrableDomain(new URL(error.url));
          scheduler.rest(site, systemClock.now() + Math.min(error.retryAfterMs, LONGEST_REST_MS));
        }
        throw error;
      }
    },
    async close() {
      scheduler.close();
      await Promise.all([client.close(), rules.close()]);
    },
  };
}
