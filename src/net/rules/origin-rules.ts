import type { OptOut } from '../../core/fetch-failure.ts';
import type { Clock } from '../clock.ts';
import { DownloadFailure } from '../download-failure.ts';
import type { GetOptions, GuardedClient } from '../guarded-client.ts';
import { retryAfterMs } from '../retry-after.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { readOriginFile } from './origin-file.ts';
import { ALL_ALLOWED, parseRobots, type RobotsRules } from './robots.ts';
import { parseTdmrep, type ReservesTdm } from './tdmrep.ts';

/** How an origin's own files are got: through the same turns and repeats as pictures. */
export type GetFile = <T>(url: URL, get: (options: Pick<GetOptions, 'admit'>) => Promise<T>) => Promise<T>;

/** What origins say in their robots.txt and tdmrep.json; each is asked for once, and kept for a day. */
export interface OriginRules {
  /**
   * Why the picture at `url` is to be left alone, or null, with the pause between two requests that is asked for.
   * @throws DownloadFailure `robots-unreachable`, `tdmrep-unreachable` where nobody knows; `dns` and TrainspotError
   * `address-refused` as the picture itself would
   */
  ask(url: URL): Promise<{ optOut: OptOut | null; crawlDelayMs: number }>;
}

const PRODUCT_TOKEN = 'Trainspot';

const DAY_MS = 24 * 60 * 60_000;
const UNREACHABLE_MS = 10 * 60_000;
/** Origins whose files are kept, and characters of all of them together. */
const BOUNDS = { entries: 10_000, size: 64 * 1024 * 1024 };
/** What is ours to keep of a file that says nothing. */
const ENTRY_SIZE = 200;

interface Sized<Value> {
  value: Value;
  size: number;
}

export function createOriginRules(client: GuardedClient, getFile: GetFile, clock: Clock): OriginRules {
  const cacheOf = <Value>() =>
    createBoundedCache<Sized<Value>>(BOUNDS, ({ size }) => size, DAY_MS, UNREACHABLE_MS, clock);
  const robots = cacheOf<RobotsRules>();
  const tdmrep = cacheOf<ReservesTdm>();

  async function fileOf<Value>(
    { origin }: URL,
    path: string,
    unreachable: string,
    parse: (text: string) => Value,
    nothing: Value,
  ): Promise<Sized<Value>> {
    const url = new URL(path, origin);
    try {
      const text = await getFile(url, (options) =>
        client.get(url.href, { accept: '*/*', ...options }, async (response) => {
          const { statusCode: status, headers } = response;
          if (status >= 200 && status < 300) return readOriginFile(response);
          // 429 is no "there is none": the server says that it has no time for us.
          if (status >= 400 && status < 500 && status !== 429) return '';
          throw new DownloadFailure('download-failed', `http-${status}`, `${path}: ${status}.`, {
            httpStatus: status,
            retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
          });
        }),
      );
      if (text === null) throw cannotKnow(unreachable, path);
      return { value: text === '' ? nothing : parse(text), size: text.length + ENTRY_SIZE };
    } catch (error) {
      if (!(error instanceof DownloadFailure) || error.reason === 'dns' || error.reason === 'stopped')
        throw error;
      // RFC 9309, 2.3.1.2: who redirects on and on has no robots.txt.
      if (error.reason === 'redirects') return { value: nothing, size: ENTRY_SIZE };
      throw cannotKnow(unreachable, path, error);
    }
  }

  return {
    async ask(url) {
      const { value: rules } = await robots.get(url.origin, () =>
        fileOf(
          url,
          '/robots.txt',
          'robots-unreachable',
          (text) => parseRobots(text, PRODUCT_TOKEN),
          ALL_ALLOWED,
        ),
      );
      const crawlDelayMs = (rules.crawlDelaySeconds ?? 0) * 1000;
      if (!rules.allows(url)) {
        return { optOut: { signal: 'robots', where: '/robots.txt' }, crawlDelayMs };
      }
      const { value: reserves } = await tdmrep.get(url.origin, () =>
        fileOf(url, '/.well-known/tdmrep.json', 'tdmrep-unreachable', parseTdmrep, () => false),
      );
      const isReserved = reserves(url);
      return {
        optOut: isReserved ? { signal: 'tdm-reservation', where: '/.well-known/tdmrep.json' } : null,
        crawlDelayMs,
      };
    },
  };
}

function cannotKnow(reason: string, path: string, cause?: DownloadFailure): DownloadFailure {
  const failure = new DownloadFailure(
    'download-failed',
    reason,
    `${path} of the server cannot be read just now, so nobody knows what it allows; nothing is asked until it can.`,
    { cause, httpStatus: cause?.httpStatus ?? undefined },
  );
  failure.host = cause?.host ?? null;
  return failure;
}
