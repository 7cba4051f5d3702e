import type { RowLive } from '../../api/live.ts';
import { dayOf } from '../../core/calendar-day.ts';
import { TrainspotError } from '../../core/errors.ts';
import { failureKind } from '../../core/fetch-failure.ts';
import { parseUrl } from '../../core/parse-url.ts';
import { askedAddress } from '../../core/web-address.ts';
import type { KnownFailure } from '../../db/fetch-outcomes.ts';
import { DownloadFailure } from '../../net/download-failure.ts';
import { hostFailure } from '../host-failure.ts';

/** What is told of a row whose own picture could not be compared. */
export type NoPicture = Omit<RowLive, 'picture'>;

/** What could prove that a row is the artist's picture, though its own picture cannot be had. */
const PROOF =
  'An archived copy of that address from before would prove it: save its picture and check it here, beside yours. So ' +
  'would whatever shows that the picture at this address was yours: your page, the file as you published it, a letter.';

/** Failures in which nobody answers at an address, beside those that `failureKind` calls dead. */
const NOBODY: ReadonlySet<string> = new Set(['connection', 'not-http']);

/** For an address whose picture was not compared in the time there was. @param hasCome whether it was sent at all */
export function outOfTime(url: string, limitMs: number, hasCome: boolean, at: Date): NoPicture {
  const what = hasCome
    ? `The picture came from ${hostOf(url)}, and could not be compared in time`
    : `No picture came from ${hostOf(url)} in time`;
  const seconds = Math.round(limitMs / 100) / 10;
  return { ...notCompared(url, at), why: `${what}: for all rows together there were ${seconds} s.` };
}

/**
 * Why a row's picture could not be had, for an artist who never gave its address.
 * @param known what was known of its link before
 */
export function noPicture(error: unknown, url: string, at: Date, known: KnownFailure | undefined): NoPicture {
  if (!(error instanceof TrainspotError)) {
    return { ...notCompared(url, at), why: 'This service could not look at it just now.' };
  }
  const failure = underlying(error);
  const reason = failure instanceof DownloadFailure ? failure.reason : failure.code;
  if (NOBODY.has(reason) || failureKind(reason) === 'dead') {
    const since = known?.kind === 'dead' ? known.firstFailedAt : at;
    return { ...deadLink(url, at, since), why: wordsOf(failure, url) };
  }
  if (reason === 'robots') {
    const why = `${hostOf(url)} asks machines to leave this address alone (robots.txt), so it is not looked at unless you ask for it.`;
    return { ...notCompared(url, at), why };
  }
  return { ...notCompared(url, at), why: wordsOf(failure, url) };
}

/** What is told of a link that was found dead before, and is not asked again so soon. */
export function knownDead({ lastTriedAt, firstFailedAt, reason }: KnownFailure, url: string): NoPicture {
  const said = reason.startsWith('http-')
    ? `${hostOf(url)} answered ${reason.slice(5)} instead of the picture`
    : `there is no server named ${hostOf(url)} any more`;
  return {
    ...deadLink(url, lastTriedAt, firstFailedAt),
    why: `When it was last looked at, ${said}. It is not asked again so soon.`,
  };
}

/** What a row tells whose address shows another picture than its own. */
export function otherPicture(url: string, why: string): Pick<RowLive, 'why' | 'archive' | 'proof'> {
  return { why, archive: archiveOf(url), proof: PROOF };
}

/** What could not be read of the host's rules is told by why it could not. */
function underlying(error: TrainspotError): TrainspotError {
  const isOfRules = error instanceof DownloadFailure && error.reason.endsWith('-unreachable');
  return isOfRules && error.cause instanceof DownloadFailure ? error.cause : error;
}

function deadLink(url: string, at: Date, since: Date): NoPicture {
  return { ...notCompared(url, at), state: 'dead', deadSince: dayOf(since) };
}

function notCompared(url: string, at: Date): NoPicture {
  return {
    state: 'not-compared',
    why: null,
    lookedAt: at.toISOString(),
    deadSince: null,
    archive: archiveOf(url),
    proof: PROOF,
  };
}

/** The Wayback Machine's list of what it has of an address. */
function archiveOf(url: string): string {
  return `https://web.archive.org/web/*/${askedAddress(url)}`;
}

function wordsOf(error: TrainspotError, url: string): string {
  const told = hostFailure(error, hostOf(url));
  return told instanceof Error ? told.message : `${hostOf(url)} did not give the picture.`;
}

function hostOf(url: string): string {
  return parseUrl(url)?.host ?? 'the host';
}
