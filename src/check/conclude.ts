import type { CheckResult } from '../api/check-result.ts';
import type { ByteBudget } from '../core/byte-budget.ts';
import type { Embedding } from '../core/embedding.ts';
import type { KeptFingerprint } from '../fingerprint/fingerprint.ts';
import { answerOf } from './answer.ts';
import type { Candidate } from './candidate.ts';
import type { CheckParts, LiveLooks } from './check-parts.ts';
import { rowsToLookAt } from './live/choose.ts';
import { createProgress } from './live/progress.ts';
import type { RecentCheck, UnseenRows } from './recent-checks.ts';
import { groupByPicture } from './verdict/group.ts';
import { gradeCandidates } from './verify/verify.ts';

/** What was compared in a check, and what stays as it is from there on. */
export interface Compared extends Pick<
  RecentCheck,
  'query' | 'limit' | 'coverage' | 'notSearched' | 'indexes' | 'checkedAt'
> {
  candidates: readonly Candidate[];
  /** The vectors of the picture as it lies, by model. */
  wholes: ReadonlyMap<string, Embedding>;
  /** The places of candidates that wait for a look at the picture, which only whoever asks has; none unless given. */
  unseen?: readonly number[];
}

const NO_LOOKS: LiveLooks = { state: 'off', rows: 0, begin: () => {} };

/**
 * Grades what was compared, and answers. The check is kept in `recent`, so that a row can be compared with the picture at its
 * address: `live` begins with that once nothing is unseen any more, and does not hold the answer up.
 * @param holding bounds the pictures of rows that are fetched for it
 */
export function conclude(
  id: string,
  { candidates, wholes, unseen = [], ...check }: Compared,
  { recent, live = NO_LOOKS }: Pick<CheckParts, 'recent' | 'live'>,
  holding?: ByteBudget['holding'],
): CheckResult {
  const graded = gradeCandidates(candidates, check.query);
  const waits = unseen.length > 0;
  const state = live.state === 'auto' ? 'done' : live.state;
  const kept = recent.keep(id, {
    ...check,
    graded,
    groups: groupByPicture(graded.map(({ row }) => row)),
    live: waits ? createProgress('off', []) : createProgress(state, rowsToLookAt(graded, live.rows)),
    unseen: waits ? { candidates, places: unseen, wholes } : null,
  });
  if (!waits && live.state === 'auto' && kept.live.rows.length > 0) {
    live.begin(kept, { query: check.query, wholes }, holding);
  }
  return answerOf(id, kept);
}

/** The vectors of a picture as it lies. */
export function wholesOf({ embeddings }: KeptFingerprint): UnseenRows['wholes'] {
  return new Map(
    embeddings.filter(({ view }) => view === 'as-is').map(({ model, vector }) => [model, vector]),
  );
}
