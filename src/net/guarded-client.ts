import { Agent } from 'undici';
import { parseUrl } from '../core/parse-url.ts';
import { askedAddress } from '../core/web-address.ts';
import { checkUrl } from './address-guard.ts';
import { type Answer, answerOf } from './answer.ts';
import { guardedConnector, resolveBySystem, type ResolveName } from './connect.ts';
import { DownloadFailure, stopped, tooLate } from './download-failure.ts';
import { onAbort } from './on-abort.ts';
import { redirectOf } from './redirect.ts';

export interface ClientSettings {
  /** For a whole download, from the look-up of the name to the last byte, redirects included; waiting for a turn not. */
  timeoutMs: number;
  /** From the request to the first byte of the answer; `timeoutMs` unless given. */
  firstByteTimeoutMs?: number;
  /** Between two pieces of the answer; `timeoutMs` unless given. */
  idleTimeoutMs?: number;
  /** To reach the host; `timeoutMs` unless given. */
  connectTimeoutMs?: number;
  /** `HOST:PORT` that may be asked though they are private. */
  privateHosts: ReadonlySet<string>;
  userAgent?: string;
  /** Resolves names; the system's resolver unless given. */
  lookup?: ResolveName;
}

/** Asked before each request, those after a redirect too. Refuses by throwing; what it gives is called afterwards. */
export type Admit = (url: URL) => Promise<() => void>;

export interface GetOptions {
  accept: string;
  admit?: Admit;
  signal?: AbortSignal;
  /** Sent beside those of every request; asked for each hop, so that no other host is told what is for the first. */
  headers?: (url: URL) => Promise<Record<string, string>>;
  /** Whether redirects are followed; false hands them on as answers. */
  follow?: boolean;
}

type Use<T> = (answer: Answer, url: URL) => Promise<T>;
type Hop<T> = { isLast: true; used: T } | { isLast: false; location: string };

export interface GuardedClient {
  /**
   * What `use` makes of the answer at `url` (as `askedAddress` has it), or of the one at which its redirects end, five at most. Every hop is
   * checked to be public; nothing is sent but the request and `headers`: no cookie, no referrer.
   * @param use must read the body or leave it: it is cut off when `use` ends
   * @throws TrainspotError `address-invalid`, `address-refused`; DownloadFailure `download-failed`,
   * `download-timeout`, and what `use` and `admit` throw
   */
  get<T>(url: string, options: GetOptions, use: Use<T>): Promise<T>;
  /** Breaks off what is under way and lets the connections go. */
  close(): Promise<void>;
}

/** By its product token, `Trainspot`, a robots.txt names it; without a contact it gives no address it does not have. */
export function userAgentOf(contact: string | undefined): string {
  return `Trainspot/0.2 (training-data search${contact === undefined ? '' : `; +${contact}`})`;
}

const MAX_REDIRECTS = 5;
/** What is read of a redirect's own page, so that its connection can be used again. */
const REDIRECT_PAGE_BYTES = 16 * 1024;

/** The only way from the server to the internet. */
export function createGuardedClient(settings: ClientSettings): GuardedClient {
  const { timeoutMs, privateHosts, lookup = resolveBySystem } = settings;
  const agent = new Agent({
    connect: guardedConnector(lookup, privateHosts, settings.connectTimeoutMs ?? timeoutMs),
    headersTimeout: settings.firstByteTimeoutMs ?? timeoutMs,
    bodyTimeout: settings.idleTimeoutMs ?? timeoutMs,
  });

  async function request(url: URL, options: GetOptions, signal: AbortSignal): Promise<Answer> {
    const more = await options.headers?.(url);
    return answerOf(
      agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: {
          'user-agent': settings.userAgent ?? userAgentOf(undefined),
          accept: options.accept,
          // Compressed pictures gain nothing, and a compressed answer could unpack to any size.
          'accept-encoding': 'identity',
          ...more,
        },
        signal,
      }),
    );
  }

  return {
    async get<T>(first: string, options: GetOptions, use: Use<T>): Promise<T> {
      const { admit, signal, follow = true } = options;
      let url = checkUrl(askedAddress(first), privateHosts);
      let leftMs = timeoutMs;
      for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
        const release = await admit?.(url);
        const startedAt = performance.now();
        const here = url;
        try {
          const done = await withinTime(leftMs, timeoutMs, signal, async (inner): Promise<Hop<T>> => {
            const answer = await request(here, options, inner);
            const location = follow ? redirectOf(answer) : null;
            if (location === null) return { isLast: true, used: await use(answer, here) };
            await passOver(answer.body);
            return { isLast: false, location };
          });
          if (done.isLast) return done.used;
          url = checkUrl(parseUrl(done.location, here)?.href ?? done.location, privateHosts);
        } catch (error) {
          if (error instanceof DownloadFailure) {
            error.host ??= here.host;
            error.url ??= here.href;
          }
          throw error;
        } finally {
          release?.();
        }
        leftMs -= performance.now() - startedAt;
      }
      throw new DownloadFailure(
        'download-failed',
        'redirects',
        `The address was redirected more than ${MAX_REDIRECTS} times; give the one it leads to.`,
      );
    },
    close: () => agent.destroy(),
  };
}

/** Reads a redirect's own page, which says nothing: what is wrong with it is no failure, as browsers have it. */
async function passOver(page: Answer['body']): Promise<void> {
  let length = 0;
  try {
    for await (const piece of page) if ((length += piece.length) > REDIRECT_PAGE_BYTES) return;
  } catch (error) {
    if (!(error instanceof DownloadFailure)) throw error;
  }
}

/**
 * Runs `work`, and ends it when it takes too long, is not wanted any more or fails: nothing stays connected behind
 * an error.
 * @param leftMs of `timeoutMs`, which is the number that an error names
 */
async function withinTime<T>(
  leftMs: number,
  timeoutMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let forget = (): void => {};
  // undici notices an abort only once it is connected, so a silent name server would hold us up: hence the race.
  const ended = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate(timeoutMs)), Math.max(0, leftMs));
    forget = onAbort(outer, () => reject(stopped()));
  });
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    clearTimeout(timer);
    forget();
    controller.abort();
  }
}
