import { TrainspotError } from '../core/errors.ts';
import { hashChunks } from '../runtime/sha256.ts';
import type { Answer } from './answer.ts';
import { hostAndPort } from './address-guard.ts';
import { systemClock } from './clock.ts';
import { DownloadFailure, tooLarge } from './download-failure.ts';
import { leftAlone } from './left-alone.ts';
import { createGuardedClient, type Admit, type ClientSettings } from './guarded-client.ts';
import { optOutSignal, type ResponseHeaders } from './opt-out.ts';
import { orStopped } from './or-stopped.ts';
import type { Places } from './places.ts';
import { createOriginRules } from './rules/origin-rules.ts';
import { registrableDomain } from './registrable-domain.ts';
import { createHostScheduler } from './host-scheduler.ts';

/**
 * What an address gives now. `served`: its server answered 200 and a file. `not-served`: it answered something else.
 * `reserved`: its server asks that the file be left alone, so no byte of it was read. `no-answer`: nobody answered to
 * the end. `not-asked`: it was not asked, and `why` says why.
 */
type LinkOutcome = 'served' | 'not-served' | 'reserved' | 'no-answer' | 'not-asked';

export interface LinkCheck {
  url: string;
  outcome: LinkOutcome;
  /** ISO 8601 in UTC. */
  checkedAt: string;
  /** Where the redirects ended; null where nobody answered. */
  answeredBy: string | null;
  httpStatus: number | null;
  /** As they came, but for cookies; names in lower case. */
  headers: Record<string, string>;
  /** Of the body as it was sent, which an error page has too; null where it was not read. */
  bytes: number | null;
  sha256: string | null;
  /** In words; null where it was served. */
  why: string | null;
}

export interface LinkChecker {
  /** Asks the address once. Never throws: what goes wrong is what it finds. Nothing of the body is kept. */
  check(url: string, signal?: AbortSignal): Promise<LinkCheck>;
  close(): Promise<void>;
}

interface LinkSettings extends ClientSettings {
  /** Of a body; of a longer one there is no hash. */
  maxBytes: number;
  /** Requests under way at once, over all sites. */
  concurrency: number | Places;
  /** Between the beginnings of two requests to one site, unless it is one of `privateHosts`. */
  intervalMs: number;
}

/** Headers of one answer that are written down, and letters of each. */
const MAX_HEADERS = 100;
const MAX_LETTERS = 2_000;

/** Asks as an ingest does: guarded, one at a time at a site, and only what robots.txt and `tdmrep.json` leave open. */
export function createLinkChecker(settings: LinkSettings): LinkChecker {
  const client = createGuardedClient(settings);
  const scheduler = createHostScheduler({ concurrency: settings.concurrency, perSite: 1 }, systemClock);
  const turnAt = (hop: URL, signal?: AbortSignal): Promise<() => void> => {
    const intervalMs = settings.privateHosts.has(hostAndPort(hop)) ? 0 : settings.intervalMs;
    return scheduler.take(registrableDomain(hop), { intervalMs, signal });
  };
  const rules = createOriginRules(client, (_url, get) => get({ admit: (hop) => turnAt(hop) }), systemClock);

  return {
    async check(url, signal) {
      const checkedAt = new Date().toISOString();
      const nothing = { answeredBy: null, httpStatus: null, headers: {}, bytes: null, sha256: null };
      const admit: Admit = async (hop) => {
        const { optOut } = await orStopped(rules.ask(hop), signal);
        if (optOut !== null) throw leftAlone(optOut.where);
        return turnAt(hop, signal);
      };
      try {
        const found = await client.get(url, { accept: 'image/*, */*;q=0.5', admit, signal }, (answer, hop) =>
          look(answer, hop, settings.maxBytes),
        );
        return { url, checkedAt, ...found };
      } catch (error) {
        if (!(error instanceof TrainspotError)) throw error;
        return { url, checkedAt, ...nothing, outcome: outcomeOf(error), why: error.message };
      }
    },
    async close() {
      scheduler.close();
      await Promise.all([client.close(), rules.close()]);
    },
  };
}

/** For an address that nobody asks this time. */
export function linkNotAsked(url: string, why: string): LinkCheck {
  const checkedAt = new Date().toISOString();
  const nothing = { answeredBy: null, httpStatus: null, headers: {}, bytes: null, sha256: null };
  return { url, checkedAt, ...nothing, outcome: 'not-asked', why };
}

async function look(
  { statusCode, headers, body }: Answer,
  hop: URL,
  maxBytes: number,
): Promise<Omit<LinkCheck, 'url' | 'checkedAt'>> {
  const answer = { answeredBy: hop.href, httpStatus: statusCode, headers: written(headers) };
  const optOut = optOutSignal(headers);
  if (optOut !== null) {
    const why = `The server reserves the file by '${optOut.signal}', so none of it was read.`;
    return { ...answer, outcome: 'reserved', bytes: null, sha256: null, why };
  }
  const isServed = statusCode === 200;
  const outcome = isServed ? 'served' : 'not-served';
  const why = isServed ? null : `The server answered ${statusCode} instead of the file.`;
  try {
    return { ...answer, outcome, ...(await hashChunks(within(maxBytes, body))), why };
  } catch (error) {
    if (!(error instanceof DownloadFailure)) throw error;
    return { ...answer, outcome, bytes: null, sha256: null, why: error.message };
  }
}

async function* within(maxBytes: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(bytes, maxBytes);
    yield chunk;
  }
}

function written(headers: ResponseHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !name.startsWith('set-cookie'))
      .slice(0, MAX_HEADERS)
      .map(([name, value]) => [name, [value ?? ''].flat().join(', ').slice(0, MAX_LETTERS)]),
  );
}

const NOT_ASKED: ReadonlySet<string> = new Set(['robots-unreachable', 'tdmrep-unreachable', 'stopped']);

function outcomeOf(error: TrainspotError): LinkOutcome {
  if (error.code === 'opted-out') return 'reserved';
  if (error.code === 'address-refused' || error.code === 'address-invalid') return 'not-asked';
  return error instanceof DownloadFailure && NOT_ASKED.has(error.reason) ? 'not-asked' : 'no-answer';
}
