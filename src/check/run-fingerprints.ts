import { randomUUID } from 'node:crypto';
import type { CheckResult } from '../api/check-result.ts';
import type { Comparisons } from '../api/fingerprints.ts';
import { SEARCH } from '../core/calibration.ts';
import { TrainspotError } from '../core/errors.ts';
import { PUBLISHED_REVISION } from '../core/model-card.ts';
import type { Database } from '../db/database.ts';
import type { PublishedIndex } from '../db/indexes.ts';
import { answerOf } from './answer.ts';
import type { CheckParts } from './check-parts.ts';
import { conclude, wholesOf } from './conclude.ts';
import { checkBy, type UnseenRows } from './recent-checks.ts';
import { type CheckOptions, DEFAULT_LIMIT } from './run.ts';
import { readScope } from './scope.ts';
import type { SentFingerprints } from './receive/fingerprints.ts';
import { findCandidates } from './search/candidates.ts';
import { notSearched, withRowsNotCompared } from './verdict/coverage.ts';
import { compareUnseenCandidates, withGeometries } from './verify/compare.ts';

/**
 * The same check of a picture that whoever asks keeps: search → verify → verdict → takedown, by fingerprints that were made
 * where it lies. Rows that only a look at the picture tells apart come back as `toCompare`, with their keypoints and without
 * their names: `runComparisons` takes what came of looking. All of them may be shown.
 * @throws TrainspotError as `runCheck`; `search-invalid` where vectors of a model are missing, or of another state of it
 */
export async function runFingerprintCheck(
  { fingerprint, parts: boxes, partsWithoutWords, revisions }: SentFingerprints,
  options: CheckOptions,
  database: Database,
  parts: CheckParts,
): Promise<CheckResult> {
  const { indexes, comparer } = parts;
  const {
    datasets,
    searched,
    coverage: searchable,
    leftOut,
  } = readScope(indexes.current(), options.datasets);
  for (const index of searched) expectVectors(index, revisions);
  const limit = options.limit ?? DEFAULT_LIMIT;
  const count = Math.max(SEARCH.candidates, limit);
  const scope = { indexes: searched, datasets };
  const candidates = await findCandidates(database, indexes, scope, fingerprint, count);
  options.signal?.throwIfAborted();
  const query = { keypoints: fingerprint.keypoints, parts: boxes };
  const { withoutWords } = fingerprint;
  const beneath =
    withoutWords && partsWithoutWords ? { keypoints: withoutWords, parts: partsWithoutWords } : null;
  const { compared, unseen } = await compareUnseenCandidates(comparer, query, beneath, candidates);
  options.signal?.throwIfAborted();
  const check = {
    query: fingerprint,
    candidates: compared,
    wholes: wholesOf(fingerprint),
    unseen,
    limit,
    coverage: withRowsNotCompared(searchable, compared),
    notSearched: notSearched(datasets, leftOut),
    indexes: searched,
    checkedAt: new Date().toISOString(),
  };
  const answer = conclude(randomUUID(), check, parts, options.holding);
  if (unseen.length === 0) return answer;
  const toCompare = unseen.map((place, n) => ({ n, keypoints: base64Of(compared[place].keypoints) }));
  return { ...answer, toCompare };
}

/** Which check's rows were looked at, and what came of it. */
export interface ComparisonsQuery {
  checkId: string;
  comparisons: Comparisons;
  signal?: AbortSignal;
}

/**
 * The answer to a check by fingerprints, once whoever has its picture has compared the rows that only a look tells apart. The
 * same answer again where they had been already.
 * @param visibleIds the ids of those rows that may be shown: some may have been suppressed since
 * @throws TrainspotError `check-unknown`; `comparisons-invalid` where one is missing, or of no such row
 */
export async function runComparisons(
  { checkId, comparisons }: ComparisonsQuery,
  visibleIds: (ids: readonly number[]) => Promise<ReadonlySet<number>>,
  parts: Pick<CheckParts, 'recent' | 'live'>,
  holding: CheckOptions['holding'],
): Promise<CheckResult> {
  const known = checkBy(checkId, parts.recent);
  const rows = known.unseen?.candidates ?? known.graded;
  const shown = await visibleIds(rows.map(({ row: { id } }) => id));
  // It may have been answered meanwhile.
  const check = checkBy(checkId, parts.recent);
  if (check.unseen === null) return answerOf(checkId, check, shown);
  const { wholes } = check.unseen;
  const candidates = withComparisons(check.unseen, comparisons, check.query.keypoints).filter(({ row }) =>
    shown.has(row.id),
  );
  const { query, limit, coverage, notSearched, indexes, checkedAt } = check;
  const compared = { query, limit, coverage, notSearched, indexes, checkedAt, candidates, wholes };
  return conclude(checkId, compared, parts, holding);
}

function withComparisons(
  { candidates, places }: UnseenRows,
  comparisons: Comparisons,
  query: Uint8Array,
): UnseenRows['candidates'] {
  const byNumber = new Map(comparisons.map(({ n, geometry }) => [n, geometry]));
  const missing = places.findIndex((_, n) => !byNumber.has(n));
  if (missing >= 0 || byNumber.size !== places.length || comparisons.length !== places.length) {
    const wrong = missing >= 0 ? `${missing} is missing` : `${comparisons.length} came`;
    throw new TrainspotError(
      'comparisons-invalid',
      `'comparisons' should have each row of toCompare once, those from 0 to ${places.length - 1}; ${wrong}.`,
    );
  }
  const waiting = places.map((place) => candidates[place]);
  const found = new Map(waiting.map((candidate, n) => [candidate, byNumber.get(n) ?? null]));
  const compared = withGeometries(query, waiting, found);
  const instead = new Map(waiting.map((candidate, n) => [candidate, compared[n]]));
  return candidates.map((candidate) => instead.get(candidate) ?? candidate);
}

function expectVectors(
  { dataset, model, modelRevision }: PublishedIndex,
  revisions: SentFingerprints['revisions'],
): void {
  const revision = revisions.get(model);
  if (revision === undefined) {
    throw new TrainspotError(
      'search-invalid',
      `'fingerprints.embeddings' has none of ${model}, by which ${dataset} is searched. Send its vectors, or name the ` +
        `datasets to search in 'datasets' without ${dataset}.`,
    );
  }
  if (revision === null || modelRevision === PUBLISHED_REVISION || revision === modelRevision) return;
  throw new TrainspotError(
    'search-invalid',
    `'fingerprints.embeddings' has vectors of ${model} in its state '${revision}'; ${dataset} is searched by '${modelRevision}'.`,
  );
}

function base64Of(keypoints: Uint8Array | null): string {
  return Buffer.from(keypoints ?? []).toString('base64');
}
