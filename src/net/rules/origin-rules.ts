import { PARSED_IN_PLACE } from '../../core/bounds.ts';
import type { OptOut } from '../../api/opt-out.ts';
import type { Clock } from '../clock.ts';
import { DownloadFailure } from '../download-failure.ts';
import type { GetOptions, GuardedClient } from '../guarded-client.ts';
import { retryAfterMs } from '../retry-after.ts';
import { OutOfBounds } from '../../runtime/threads/bounded.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { type LongFile, type LongFileAnswer, readLongFiles } from './long-files.ts';
import { readOriginFile } from './origin-file.ts';
import { parseRobots } from './robots.ts';
import { parseTdmrep } from './tdmrep.ts';

/** How an origin's own files are got: through the same scheduler and repeats as pictures. */
export type GetFile = <T>(url: URL, get: (options: Pick<GetOptions, 'admit'>) => Promise<T>) => Promise<T>;

/** What origins say in their robots.txt and tdmrep.json; each is asked for once, and kept for a day. */
export interface OriginRules {
  /**
   * Why the picture at `url` is to be left alone, or null, with the pause between two requests that is asked for.
   * @throws DownloadFailure `robots-unreachable`, `tdmrep-unreachable` where nobody knows; `dns` and TrainspotError
   * `address-refused` as the picture itself would
   */
  ask(url: URL): Promise<{ optOut: OptOut | null; crawlDelayMs: number }>;
  /** Ends the thread that reads long files. */
  close(): Promise<void>;
}

const PRODUCT_TOKEN = 'Trainspot';

const DAY_MS = 24 * 60 * 60_000;
const UNREACHABLE_MS = 10 * 60_000;
/** Origins whose files are kept, and characters of all of them together. */
const BOUNDS = { entries: 10_000, size: 64 * 1024 * 1024 };
/** What is ours to keep of a file that says nothing. */
const ENTRY_SIZE = 200;

/** What a file says of an address. */
type Says = (url: URL) => LongFileAnswer | Promise<LongFileAnswer>;

const SAYS_NOTHING: Says = () => ({ isWithheld: false, crawlDelaySeconds: null });

interface SizedFile {
  says: Says;
  size: number;
}

const FILES = {
  robots: { path: '/robots.txt', unreachable: 'robots-unreachable' },
  tdmrep: { path: '/.well-known/tdmrep.json', unreachable: 'tdmrep-unreachable' },
} as const;

/** @param unreachableMs for how long nobody is asked again whose files could not be read */
export function createOriginRules(
  client: GuardedClient,
  getFile: GetFile,
  clock: Clock,
  unreachableMs = UNREACHABLE_MS,
): OriginRules {
  const longFiles = readLongFiles();
  const cacheOf = () =>
    createBoundedCache<SizedFile>(BOUNDS, ({ size }) => size, DAY_MS, unreachableMs, clock);
  const files = { robots: cacheOf(), tdmrep: cacheOf() };

  function parse(kind: LongFile['kind'], text: string): Says {
    if (text === '') return SAYS_NOTHING;
    if (text.length > PARSED_IN_PLACE) {
      return (url) => longFiles.ask({ kind, text, productToken: PRODUCT_TOKEN }, url);
    }
    if (kind === 'tdmrep') {
      const reserves = parseTdmrep(text);
      return (url) => ({ isWithheld: reserves(url), crawlDelaySeconds: null });
    }
    const rules = parseRobots(text, PRODUCT_TOKEN);
    return (url) => ({ isWithheld: !rules.allows(url), crawlDelaySeconds: rules.crawlDelaySeconds });
  }

  async function fileOf({ origin }: URL, kind: LongFile['kind']): Promise<SizedFile> {
    const { path, unreachable } = FILES[kind];
    const url = new URL(path, origin);
    try {
      const text = await getFile(url, (options) =>
        client.get(url.href, { accept: '*/*', ...options }, async (response) => {
          const { statusCode: status, headers } = response;
          if (status >= 200 && status < 300) return (await readOriginFile(response)).text;
          // 429 is no "there is none": the server says that it has no time for us.
          if (status >= 400 && status < 500 && status !== 429) return '';
          throw new DownloadFailure('download-failed', `http-${status}`, `${path}: ${status}.`, {
            httpStatus: status,
            retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
          });
        }),
      );
      if (text === null) throw cannotKnow(unreachable, path);
      return { says: parse(kind, text), size: text.length + ENTRY_SIZE };
    } catch (error) {
      if (!(error instanceof DownloadFailure) || error.reason === 'dns' || error.reason === 'stopped')
        throw error;
      // RFC 9309, 2.3.1.2: who redirects on and on has no robots.txt.
      if (error.reason === 'redirects') return { says: SAYS_NOTHING, size: ENTRY_SIZE };
      throw cannotKnow(unreachable, path, error);
    }
  }

  async function ask(kind: LongFile['kind'], url: URL): Promise<LongFileAnswer> {
    const { says } = await files[kind].get(url.origin, () => fileOf(url, kind));
    try {
      return await says(url);
    } catch (error) {
      throw error instanceof OutOfBounds ? cannotKnow(FILES[kind].unreachable, FILES[kind].path) : error;
    }
  }

  return {
    async ask(url) {
      const { isWithheld, crawlDelaySeconds } = await ask('robots', url);
      const crawlDelayMs = (crawlDelaySeconds ?? 0) * 1000;
      if (isWithheld) return { optOut: { signal: 'robots', where: FILES.robots.path }, crawlDelayMs };
      const { isWithheld: isReserved } = await ask('tdmrep', url);
      return {
        optOut: isReserved ? { signal: 'tdm-reservation', where: FILES.tdmrep.path } : null,
        crawlDelayMs,
      };
    },
    close: () => longFiles.close(),
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
