import { randomUUID } from 'node:crypto';
import type { CheckInput } from '../api/check-query.ts';
import { SEARCH } from '../core/calibration.ts';
import { QUERY_OPTIONS } from '../core/fingerprint-options.ts';
import type { CheckResult } from '../api/check-result.ts';
import type { Database } from '../db/database.ts';
import type { ByteBudget } from '../core/byte-budget.ts';
import type { Embedding } from '../core/embedding.ts';
import type { KeptFingerprint } from '../fingerprint/fingerprint.ts';
import { rowsToLookAt } from './live/choose.ts';
import { createProgress } from './live/progress.ts';
import type { CheckParts, LiveLooks } from './check-parts.ts';
import { readScope } from './scope.ts';
import { findCandidates } from './search/candidates.ts';
import { answerOf } from './answer.ts';
import { notSearched, withRowsNotCompared } from './verdict/coverage.ts';
import { groupByPicture } from './verdict/group.ts';
import { compareCandidates } from './verify/compare.ts';
import { gradeCandidates } from './verify/verify.ts';

export interface CheckOptions extends CheckInput {
  /** Whether the picture's memory is given away: `Fingerprinter.fingerprint`. `kept` unless given. */
  bytesAre?: 'kept' | 'handed-over';
  /** Ends the check between two steps, when nobody waits for the answer any more. */
  signal?: AbortSignal;
  /** Bounds the pictures of rows that are fetched for it, also after the answer. */
  holding?: ByteBudget['holding'];
}

const DEFAULT_LIMIT = 12;
const NO_LOOKS: LiveLooks = { state: 'off', rows: 0, begin: () => {} };

/**
 * Says whether a picture stands in what is indexed: fingerprint → search → verify → verdict → takedown.
 * The picture lives in memory for the length of this call. Its hashes and keypoints are kept in `recent`, so that a
 * row can be compared with the picture at its address: `live` begins with that, and does not hold the answer up.
 * @throws TrainspotError `index-not-open` while nothing can be searched, `dataset-unknown` for a name that is
 * not indexed, and whatever decoding the picture says.
 */
export async function runCheck(
  picture: Uint8Array,
  options: CheckOptions,
  database: Database,
  { indexes, fingerprinter, comparer, recent, live = NO_LOOKS }: CheckParts,
): Promise<CheckResult> {
  const {
    datasets,
    searched,
    coverage: searchable,
    leftOut,
  } = readScope(indexes.current(), options.datasets);
  const limit = options.limit ?? DEFAULT_LIMIT;

  const models = [...new Set(searched.map(({ model }) => model))];
  const looked = await fingerprinter.fingerprint(picture, models, QUERY_OPTIONS, options.bytesAre);
  options.signal?.throwIfAborted();
  // Its pixels are for this check alone.
  const { pixels: _pixels, pixelsWithoutWords: _others, ...fingerprint } = looked;
  const count = Math.max(SEARCH.candidates, limit);
  const candidates = await findCandidates(
    database,
    indexes,
    { indexes: searched, datasets },
    fingerprint,
    count,
  );
  options.signal?.throwIfAborted();
  const compared = await compareCandidates(comparer, looked, candidates);
  options.signal?.throwIfAborted();
  const graded = gradeCandidates(compared, fingerprint);
  const coverage = withRowsNotCompared(searchable, compared);
  const id = randomUUID();
  const check = recent.keep(id, {
    query: fingerprint,
    graded,
    groups: groupByPicture(graded.map(({ row }) => row)),
    limit,
    live: createProgress(live.state === 'auto' ? 'done' : live.state, rowsToLookAt(graded, live.rows)),
    coverage,
    notSearched: notSearched(datasets, leftOut),
    indexes: searched,
    checkedAt: new Date().toISOString(),
  });
  if (live.state === 'auto' && check.live.rows.length > 0) {
    live.begin(check, { query: fingerprint, wholes: wholesOf(fingerprint) }, options.holding);
  }
  return answerOf(id, check);
}

/** The vectors of the picture as it lies. */
function wholesOf({ embeddings }: KeptFingerprint): Map<string, Embedding> {
  return new Map(
    embeddings.filter(({ view }) => view === 'as-is').map(({ model, vector }) => [model, vector]),
  );
}
