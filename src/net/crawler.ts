import type { OptOut } from '../api/opt-out.ts';
import { hostAndPort } from './address-guard.ts';
import { systemClock, type Clock } from './clock.ts';
import { DownloadFailure } from './download-failure.ts';
import { downloadBy, type Downloader, type DownloadSettings } from './download.ts';
import { createGuardedClient, type Admit } from './guarded-client.ts';
import { onAbort } from './on-abort.ts';
import { orStopped } from './or-stopped.ts';
import { createRetry, type Hold, type RetrySettings } from './retry.ts';
import { createOriginRules } from './rules/origin-rules.ts';
import { registrableDomain } from './registrable-domain.ts';
import { createHostScheduler } from './host-scheduler.ts';

export interface CrawlerSettings extends DownloadSettings, RetrySettings {
  /** Requests under way at once, over all sites. */
  concurrency: number;
  /** Requests under way at once at one site; 2 unless given. */
  perSite?: number;
  /** Between the beginnings of two requests to one site, unless it is one of `privateHosts`. */
  intervalMs: number;
  /** Domains whose pictures are the operator's own: their opt-outs and their robots.txt are not asked for. */
  ownDomains?: ReadonlySet<string>;
  clock?: Clock;
  /** In [0, 1), for waits that are not all alike. */
  random?: () => number;
}

/** A `Crawl-delay` of more is taken for so much: some ask for hours, and mean to say "not at all" in robots.txt. */
const LONGEST_CRAWL_DELAY_MS = 30_000;

/**
 * Fetches the pictures of a whole dataset so that no host is troubled: docs/fetching.md says what is kept to. Every
 * request waits for its site's turn, those for robots.txt, tdmrep.json and after redirects too; what fails for now is
 * asked for again a few times; a site that asks for a pause, or cannot be reached, is left alone.
 * `download` throws DownloadFailure also as `robots`, `robots-unreachable`, `tdmrep-unreachable`, `asked-to-wait`,
 * `host-unreachable`, always with `attempts`. Opt-outs are honoured whatever its options say.
 */
export function createCrawler(settings: CrawlerSettings): Downloader {
  const {
    clock = systemClock,
    random = Math.random,
    intervalMs,
    privateHosts,
    ownDomains = new Set(),
  } = settings;
  const client = createGuardedClient(settings);
  const download = downloadBy(client, settings.maxBytes);
  const scheduler = createHostScheduler(
    { concurrency: settings.concurrency, perSite: settings.perSite ?? 2 },
    clock,
  );
  const closing = new AbortController();
  const retry = createRetry(settings, scheduler, clock, random);

  const turnAt = (hop: URL, crawlDelayMs: number, signal: AbortSignal): Promise<() => void> =>
    scheduler.take(registrableDomain(hop), {
      intervalMs: Math.max(
        privateHosts.has(hostAndPort(hop)) ? 0 : intervalMs,
        Math.min(crawlDelayMs, LONGEST_CRAWL_DELAY_MS),
      ),
      signal,
    });

  const rules = createOriginRules(
    client,
    (url, get) =>
      retry.repeat(url, closing.signal, (hold) =>
        get({ admit: (hop) => hold(() => turnAt(hop, 0, closing.signal)) }),
      ),
    clock,
  );

  async function admitByRules(hop: URL, signal: AbortSignal): Promise<() => void> {
    if (isOwn(hop, ownDomains)) return turnAt(hop, 0, signal);
    const { optOut, crawlDelayMs } = await orStopped(rules.ask(hop), signal);
    if (optOut !== null) throw withheld(optOut, hop);
    return turnAt(hop, crawlDelayMs, signal);
  }

  return {
    async download(text, options = {}) {
      const ending = new AbortController();
      const { signal } = ending;
      const forget = [options.signal, closing.signal].map((each) => onAbort(each, () => ending.abort()));
      let attempts = 0;
      const once = (hold: Hold) => {
        let isFirst = true;
        const admit: Admit = async (hop) => {
          const release = await hold(() => admitByRules(hop, signal));
          if (isFirst) attempts++;
          isFirst = false;
          return release;
        };
        return download(text, { ...options, signal, admit, honourOptOut: (url) => !isOwn(url, ownDomains) });
      };
      try {
        return await retry.repeat(text, signal, once);
      } catch (error) {
        throw error instanceof DownloadFailure ? ofThisRow(error, attempts) : error;
      } finally {
        for (const each of forget) each();
      }
    },
    async close() {
      closing.abort();
      scheduler.close();
      await Promise.all([client.close(), rules.close()]);
    },
  };
}

/** The failure as its own object: what an origin's files say is one for all of its rows. */
function ofThisRow(error: DownloadFailure, attempts: number): DownloadFailure {
  const failure = new DownloadFailure(error.code, error.reason, error.message, {
    cause: error.cause,
    httpStatus: error.httpStatus ?? undefined,
    retryAfterMs: error.retryAfterMs,
    optOut: error.optOut ?? undefined,
  });
  failure.host = error.host;
  failure.attempts = attempts;
  return failure;
}

/** Whether `url` lies at one of the operator's own domains, or under it. */
function isOwn(url: URL, ownDomains: ReadonlySet<string>): boolean {
  const labels = url.hostname.split('.');
  return labels.some((_, i) => ownDomains.has(labels.slice(i).join('.')));
}

function withheld(optOut: OptOut, { host }: URL): DownloadFailure {
  const isRobots = optOut.signal === 'robots';
  const failure = new DownloadFailure(
    'opted-out',
    isRobots ? 'robots' : 'opted-out',
    isRobots
      ? 'The robots.txt of the server does not allow this address.'
      : `The server reserves this file by ${optOut.where}.`,
    { optOut },
  );
  failure.host = host;
  return failure;
}
