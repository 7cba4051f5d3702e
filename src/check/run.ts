import { randomUUID } from 'node:crypto';
import type { CheckInput } from '../api/check-query.ts';
import { SEARCH } from '../core/calibration.ts';
import { QUERY_OPTIONS } from '../core/fingerprint-options.ts';
import type { CheckResult } from '../api/check-result.ts';
import type { Database } from '../db/database.ts';
import { channelsFor } from '../advice/route.ts';
import type { CheckParts } from './check-parts.ts';
import { readScope } from './scope.ts';
import { findCandidates } from './search/candidates.ts';
import { notSearched, withRowsNotCompared } from './verdict/coverage.ts';
import { channelsById, listRows } from './verdict/match.ts';
import { verdictOf } from './verdict/verdict.ts';
import { compareCandidates } from './verify/compare.ts';
import { gradeCandidates } from './verify/verify.ts';

export interface CheckOptions extends CheckInput {
  /** Whether the picture's memory is given away: `Fingerprinter.fingerprint`. `kept` unless given. */
  bytesAre?: 'kept' | 'handed-over';
  /** Ends the check between two steps, when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

const DEFAULT_LIMIT = 12;

/**
 * Says whether a picture stands in what is indexed: fingerprint → search → verify → verdict → takedown.
 * The picture lives in memory for the length of this call. Its hashes and keypoints are kept in `recent`, so that a
 * row can be compared with the picture at its address.
 * @throws TrainspotError `index-not-open` while nothing can be searched, `dataset-unknown` for a name that is
 * not indexed, and whatever decoding the picture says.
 */
export async function runCheck(
  picture: Uint8Array,
  options: CheckOptions,
  database: Database,
  { indexes, fingerprinter, comparer, recent }: CheckParts,
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
  const { pixels: _pixels, ...fingerprint } = looked;
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
  const rows = listRows(graded, limit, channelsFor);
  const shown = [...rows.matches, ...rows.parts, ...rows.lookAlikes];
  const id = randomUUID();
  const scope = { coverage, notSearched: notSearched(datasets, leftOut) };
  recent.keep(id, {
    query: fingerprint,
    graded,
    groups: shown.map(({ group }) => group),
    ...scope,
    indexes: searched,
    checkedAt: new Date().toISOString(),
  });
  return {
    id,
    picture: fingerprint.picture,
    verdict: verdictOf(fingerprint.picture, graded, coverage),
    ...rows,
    channels: channelsById(shown),
    ...scope,
  };
}
