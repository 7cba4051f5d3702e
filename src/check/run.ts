import { randomUUID } from 'node:crypto';
import type { CheckInput } from '../api/check-query.ts';
import { SEARCH } from '../core/calibration.ts';
import { QUERY_OPTIONS } from '../core/fingerprint-options.ts';
import type { CheckResult } from '../api/check-result.ts';
import type { Database } from '../db/database.ts';
import type { ByteBudget } from '../core/byte-budget.ts';
import type { CheckParts } from './check-parts.ts';
import { conclude, wholesOf } from './conclude.ts';
import { readScope } from './scope.ts';
import { findCandidates } from './search/candidates.ts';
import { notSearched, withRowsNotCompared } from './verdict/coverage.ts';
import { compareCandidates } from './verify/compare.ts';

export interface CheckOptions extends CheckInput {
  /** Whether the picture's memory is given away: `Fingerprinter.fingerprint`. `kept` unless given. */
  bytesAre?: 'kept' | 'handed-over';
  /** Ends the check between two steps, when nobody waits for the answer any more. */
  signal?: AbortSignal;
  /** Bounds the pictures of rows that are fetched for it, also after the answer. */
  holding?: ByteBudget['holding'];
}

/** Look-alikes that are shown where nobody says how many. */
export const DEFAULT_LIMIT = 12;

/**
 * Says whether a picture stands in what is indexed: fingerprint → search → verify → verdict → takedown.
 * The picture lives in memory for the length of this call; what stays of it: `conclude`.
 * @throws TrainspotError `index-not-open` while nothing can be searched, `dataset-unknown` for a name that is
 * not indexed, and whatever decoding the picture says.
 */
export async function runCheck(
  picture: Uint8Array,
  options: CheckOptions,
  database: Database,
  parts: CheckParts,
): Promise<CheckResult> {
  const { indexes, fingerprinter, comparer } = parts;
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
  const check = {
    query: fingerprint,
    candidates: compared,
    wholes: wholesOf(fingerprint),
    limit,
    coverage: withRowsNotCompared(searchable, compared),
    notSearched: notSearched(datasets, leftOut),
    indexes: searched,
    checkedAt: new Date().toISOString(),
  };
  return conclude(randomUUID(), check, parts, options.holding);
}
