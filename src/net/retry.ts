import { LRUCache } from 'lru-cache';
import { failureKind } from '../core/fetch-failure.ts';
import { parseUrl } from '../core/parse-url.ts';
import { repeat } from '../core/repeat.ts';
import type { Clock } from './clock.ts';
import { DownloadFailure, stopped } from './download-failure.ts';
import { registrableDomain } from './registrable-domain.ts';
import type { HostScheduler } from './host-scheduler.ts';

export interface RetrySettings {
  /** How often a picture is asked for at most, the first time included. */
  attempts: number;
  /** The longest wait that a host may ask for; who asks for more is left for this time. A minute unless given. */
  longestWaitMs?: number;
}

/** Takes a turn for a request, in place of the one that is held. */
export type Hold = (take: () => Promise<() => void>) => Promise<() => void>;

/** Asks again what may come right, and leaves alone who asks for that or is not there. */
export interface Retry {
  /**
   * `work`, repeated while it fails for now; the last failure is thrown. A turn that it takes by `hold` is given back
   * only once its outcome is known to all: whoever is next would ask a host that has just said to wait.
   */
  repeat<T>(url: URL | string, signal: AbortSignal, work: (hold: Hold) => Promise<T>): Promise<T>;
}

const FIRST_WAIT_MS = 1_000;
/** The codes of a server that has no time. */
const BUSY: ReadonlySet<string> = new Set(['http-429', 'http-503']);
/** Failures in which no server answered, or not to the end, or not as a web server does. */
const NO_ANSWER: ReadonlySet<string> = new Set(['timeout', 'connection', 'dns-later', 'not-http']);
/** Failures in which one did, besides those of its status. */
const ANSWER: ReadonlySet<string> = new Set(['opted-out', 'not-a-picture', 'too-large', 'content-encoding']);
/** So many failures without an answer on end, and a site is left alone for `UNREACHABLE_MS`. */
const FAILURES_BEFORE_REST = 5;
const UNREACHABLE_MS = 10 * 60_000;
/** A host that asks for more has another day's ingest to wait for. */
const LONGEST_REFUSAL_MS = 24 * 60 * 60_000;
/** Sites whose failures are counted. */
const SITES_COUNTED = 10_000;

export function createRetry(
  { attempts, longestWaitMs = 60_000 }: RetrySettings,
  scheduler: HostScheduler,
  clock: Clock,
  random: () => number,
): Retry {
  const note = countSilence(scheduler, clock);

  /** How long to wait before the next attempt; null where there is to be none. */
  function waitAfter(failure: DownloadFailure, site: string, attempt: number): number | null {
    const { reason, retryAfterMs } = failure;
    const isBusy = BUSY.has(reason);
    const mayComeRight = reason.startsWith('http-') && failureKind(reason) === 'transient';
    if (!mayComeRight && !NO_ANSWER.has(reason)) return null;
    const backoffMs = FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + random() / 2);
    const waitMs = isBusy ? Math.max(retryAfterMs ?? 0, backoffMs) : backoffMs;
    if (waitMs > longestWaitMs) {
      scheduler.refuse(site, clock.now() + Math.min(waitMs, LONGEST_REFUSAL_MS), askedToWait);
      return null;
    }
    if (isBusy) scheduler.rest(site, clock.now() + waitMs);
    return attempt < attempts ? waitMs : null;
  }

  return {
    async repeat(url, signal, work) {
      const asked = typeof url === 'string' ? parseUrl(url) : url;
      // Text that is no address is told so by the work itself.
      if (asked === null) return work((take) => take());
      let waitMs: number | null = null;
      const once = (attempt: number) =>
        withTurn(async (hold) => {
          waitMs = null;
          try {
            const answer = await work(hold);
            note.answer(registrableDomain(asked));
            return answer;
          } catch (error) {
            if (!(error instanceof DownloadFailure)) throw error;
            const site = registrableDomain(parseUrl(`${asked.protocol}//${error.host}`) ?? asked);
            note.failure(site, error.reason);
            waitMs = waitAfter(error, site, attempt);
            throw error;
          }
        });
      const sleep = (ms: number) =>
        clock.sleep(ms, signal).catch(() => {
          throw stopped();
        });
      return repeat(once, () => waitMs, sleep);
    },
  };
}

/** `work` with a turn that it may take, one at a time, and that is given back once it has ended. */
async function withTurn<T>(work: (hold: Hold) => Promise<T>): Promise<T> {
  let release = (): void => {};
  try {
    return await work(async (take) => {
      release();
      release = () => {};
      release = await take();
      return () => {};
    });
  } finally {
    release();
  }
}

/** Counts failures without an answer since the last one, by site, and has a site left alone that fails on end. */
function countSilence(scheduler: HostScheduler, clock: Clock) {
  const silent = new LRUCache<string, number>({ max: SITES_COUNTED });

  function noteSilence(site: string): void {
    const count = (silent.get(site) ?? 0) + 1;
    silent.set(site, count);
    if (count < FAILURES_BEFORE_REST) return;
    scheduler.refuse(
      site,
      clock.now() + UNREACHABLE_MS,
      () =>
        new DownloadFailure(
          'download-failed',
          'host-unreachable',
          `The site did not answer ${count} times on end; it is tried again later.`,
        ),
    );
  }

  return {
    answer: (site: string): void => void silent.delete(site),
    failure(site: string, reason: string): void {
      if (NO_ANSWER.has(reason)) noteSilence(site);
      else if (reason.startsWith('http-') || ANSWER.has(reason)) silent.delete(site);
    },
  };
}

function askedToWait(): DownloadFailure {
  return new DownloadFailure(
    'download-failed',
    'asked-to-wait',
    'The site asks for a longer pause than is waited for; it is tried again by the next ingest.',
  );
}
