import { setTimeout as sleep } from 'node:timers/promises';
import { TrainspotError } from '../../core/errors.ts';
import { repeat } from '../../core/repeat.ts';
import type { Answer } from '../answer.ts';
import { DownloadFailure } from '../download-failure.ts';
import type { GuardedClient } from '../guarded-client.ts';
import { retryAfterMs } from '../retry-after.ts';
import { refused, RemoteFailure, unreached, type Asked } from './remote-failure.ts';
import type { Request } from './store.ts';

/** Tries in a row that bring nothing new; the waits between them add up to 7.5 s. */
const MAX_FRUITLESS_TRIES = 5;
const FIRST_WAIT_MS = 500;
/** The longest wait that a server may ask for; one that asks for more has failed. */
const LONGEST_WAIT_MS = 60_000;
/** Of an answer that is none: a store's error takes some hundred bytes. */
const ERROR_BYTES = 4096;

/**
 * Asks once. What `use` answers is the answer; what is thrown is a RemoteFailure, or `use`'s own.
 * @param headers beside those that the store wants; called for each host that the request is sent on to
 */
export async function askOnce<T>(
  client: GuardedClient,
  request: Request,
  headers: (url: URL) => Record<string, string>,
  use: (answer: Answer, url: URL) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { url, asked } = request;
  const options = {
    accept: '*/*',
    signal,
    headers: (to: URL) => request.headers(to, headers(to)),
    // A store's redirect is the address of another region, where this signature does not hold.
    follow: asked.kind === 'web',
  };
  try {
    return await client.get(url.href, options, use);
  } catch (error) {
    if (error instanceof DownloadFailure) throw unreached(asked.shown, error.host ?? url.host, error);
    if (error instanceof TrainspotError && error.code === 'address-refused') {
      throw new RemoteFailure(
        `${asked.shown} leads to an address on a private network, which it does not name itself.`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
}

/** `work`, again while it fails for now. @param progress a number that grows with what came; a try that brings some is none in vain */
export function persistently<T>(work: () => Promise<T>, progress: () => number = () => 0): Promise<T> {
  let [most, fruitless] = [progress(), 0];
  const waitAfter = (failure: unknown): number | null => {
    if (!(failure instanceof RemoteFailure) || !failure.isPassing) return null;
    fruitless = progress() > most ? 1 : fruitless + 1;
    most = Math.max(most, progress());
    if (fruitless >= MAX_FRUITLESS_TRIES) return null;
    const waitMs = Math.max(FIRST_WAIT_MS * 2 ** (fruitless - 1), failure.retryAfterMs ?? 0);
    return waitMs > LONGEST_WAIT_MS ? null : waitMs;
  };
  return repeat(work, waitAfter, sleep);
}

/** The error for an answer without what was asked for; reads the little that it says of why. */
export async function refusalOf(asked: Asked, { statusCode, headers, body }: Answer): Promise<RemoteFailure> {
  let text = '';
  try {
    for await (const piece of body) {
      text += Buffer.from(piece).toString('latin1');
      if (text.length > ERROR_BYTES) break;
    }
  } catch (error) {
    // The status says enough.
    if (!(error instanceof DownloadFailure)) throw error;
  }
  const region =
    /<Region>\s*([\w-]{1,40})\s*<\/Region>/.exec(text)?.[1] ?? one(headers['x-amz-bucket-region']);
  return refused(asked, {
    status: statusCode,
    code: asked.kind === 'web' ? null : (/<Code>\s*([\w.-]{1,64})\s*<\/Code>/.exec(text)?.[1] ?? null),
    region,
    retryAfterMs: retryAfterMs(headers['retry-after'], Date.now()),
  });
}

/** The one value of a header; null where there is none, or it is empty. */
export function one(header: string | string[] | undefined): string | null {
  return [header ?? []].flat()[0] || null;
}
