import { setTimeout } from 'node:timers/promises';
import { TrainspotError, type ErrorCode } from '../core/errors.ts';

/** A minute's wait each at the most, since rates are counted by the minute. */
const MAX_TRIES = 5;

/**
 * Waits as long as the server asks for (Retry-After) while it is overloaded or limits the rate, so that a long
 * list of files comes to its end.
 * @throws TrainspotError with the server's own code and words
 */
export async function ask<Answer>(url: URL, request?: RequestInit): Promise<Answer> {
  return JSON.parse(new TextDecoder().decode(await askBytes(url, request))) as Answer;
}

/** The same, for what is no JSON. */
export async function askBytes(url: URL, request?: RequestInit): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(url, request).catch(() => null);
    if (!response) {
      throw new TrainspotError('download-failed', `The running server at ${url.origin} does not answer.`);
    }
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    const body = (await response.json()) as { code?: ErrorCode; detail?: string };
    const waitSeconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    if (!(waitSeconds >= 0) || tries === MAX_TRIES) {
      throw new TrainspotError(
        body.code ?? 'overloaded',
        body.detail ?? `The running server at ${url.origin} answered ${response.status}.`,
      );
    }
    await setTimeout(waitSeconds * 1000);
  }
}
