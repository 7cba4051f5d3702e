import { TrainspotError } from '../core/errors.ts';
import type { IndexedRow } from '../core/dataset.ts';
import { parseUrl } from '../core/parse-url.ts';
import type { Verification } from '../api/verification.ts';
import { channelsFor } from '../advice/route.ts';
import type { GradedCandidate } from './candidate.ts';
import { lookAt, type LookParts, type Seen } from './live/look.ts';
import { announce } from './live/progress.ts';
import { noteLook } from './live/standing.ts';
import { hostFailure, showsPlaceholder } from './host-failure.ts';
import type { CheckParts } from './check-parts.ts';
import { checkBy, type RecentCheck } from './recent-checks.ts';
import { toMatch } from './verdict/match.ts';
import { verdictOf } from './verdict/verdict.ts';
import { byStrength } from './verify/verify.ts';

/** Which row of which check. */
export interface MatchQuery {
  checkId: string;
  /** From 0 through `matches`, then on through `parts` and through `lookAlikes`, as the check was answered. */
  n: number;
  /** Ends the work between two steps, when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** What a row is compared with its live picture by. */
type LiveParts = LookParts & Pick<CheckParts, 'recent'>;

/**
 * Compares a row of a recent check with the picture that its address shows now: fetch → fingerprint → compare →
 * verdict. The result is kept with the check, and the live picture's fingerprints, or why it could not be had, with the row.
 * @param visibleIds the ids of those rows that may be shown: some may have been suppressed since the check
 * @param fetchPicture the guarded way to the web, which heeds a server's wish to be left alone
 * @throws TrainspotError `check-unknown`, `match-unknown`, and whatever downloading and decoding say.
 */
export async function verifyMatch(
  { checkId, n, signal }: MatchQuery,
  visibleIds: (ids: readonly number[]) => Promise<ReadonlySet<number>>,
  fetchPicture: (url: string) => Promise<Uint8Array>,
  { recent, ...parts }: LiveParts,
): Promise<Verification> {
  const check = checkBy(checkId, recent);
  expectRow(check, n);
  const shown = await visibleIds(check.graded.map(({ row: { id } }) => id));
  if (!shown.has(check.graded[n].row.id)) throw notShown(n);
  const candidate = check.asFound[n];
  const look = await lookAtAddress(candidate, check, fetchPicture, parts, signal);
  if (look.picture.status === 'placeholder') throw showsPlaceholder(hostOf(candidate.row));
  // Noted only now: other rows, or this one, may have been compared meanwhile.
  announce(check.live, noteLook(check, n, look));
  const { picture: live } = look;
  const noted = check.graded[n].live?.picture;
  return {
    match: toMatch(check.graded[n], { group: check.groups[n], n }, channelsFor),
    verdict: verdictOf(
      check.query.picture,
      check.graded.filter((candidate) => shown.has(candidate.row.id)).toSorted(byStrength),
      check.coverage,
    ),
    // As it was taken in the end: the same may show for other rows.
    live: noted?.fetchedAt === live.fetchedAt ? noted : live,
  };
}

function expectRow({ groups: { length } }: RecentCheck, n: number): void {
  if (n < length) return;
  const there = length === 0 ? 'has none' : `has ${length}, from 0 to ${length - 1}`;
  throw new TrainspotError(
    'match-unknown',
    `There is no row ${n}: this check ${there}, counted through matches, then through parts, and then through lookAlikes.`,
  );
}

/** The same words for a row that was suppressed since and for one that was removed. */
function notShown(n: number): TrainspotError {
  return new TrainspotError('match-unknown', `Row ${n} is not among what this service shows any more.`);
}

async function lookAtAddress(
  candidate: GradedCandidate,
  { query }: RecentCheck,
  fetchPicture: (url: string) => Promise<Uint8Array>,
  parts: LookParts,
  signal: AbortSignal | undefined,
): Promise<Seen> {
  const { row } = candidate;
  try {
    const bytes = await fetchPicture(row.url);
    signal?.throwIfAborted();
    // The query's vectors are gone with its check.
    return await lookAt(candidate, bytes, { query, wholes: new Map() }, parts);
  } catch (error) {
    await parts.keep?.failed(row, error);
    throw hostFailure(error, hostOf(row));
  }
}

function hostOf({ url }: IndexedRow): string {
  return parseUrl(url)?.host ?? 'the host';
}
