import { gatherEvidence, type EvidenceQuery } from '../check/gather-evidence.ts';
import { runCheck, type CheckOptions } from '../check/run.ts';
import { keepRecentChecks } from '../check/recent-checks.ts';
import { followIndexes } from '../check/search/open-indexes.ts';
import { coverageOf, notSearched, whyNothingSearched } from '../check/verdict/coverage.ts';
import { startComparer } from '../check/verify/comparer.ts';
import { type MatchQuery, verifyMatch } from '../check/verify-match.ts';
import type { Config } from '../runtime/config.ts';
import { dataPaths } from '../runtime/data-paths.ts';
import { TrainspotError } from '../core/errors.ts';
import type { CheckResult, Coverage, NotSearched } from '../api/check-result.ts';
import type { Verification } from '../api/verification.ts';
import type { LookupAnswer, LookupQuery } from '../api/lookup.ts';
import type { LiftRequest, Suppression, SuppressionInput, SuppressionPage } from '../api/suppression.ts';
import { watchAnswers } from '../db/answers.ts';
import type { Database } from '../db/database.ts';
import { visibleIds } from '../db/images.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { buildEvidencePack, type EvidencePack } from '../evidence/build.ts';
import type { EvidenceEvent } from '../evidence/chain.ts';
import type { LinkChecker } from '../net/link-check.ts';
import { lookUp } from '../rows/look-up.ts';
import { lift, suppressions } from '../rows/suppress.ts';
import { startSearchPool } from '../index/search/pool.ts';
import { configuredFingerprinter } from './components.ts';
import { suppressPicture } from './suppress-picture.ts';

/** What every door asks: the page, REST and the command line. */
export interface Service {
  check(picture: Uint8Array, options: CheckOptions): Promise<CheckResult>;
  /** Compares a row of a check of the last hour with what `fetchPicture` gives for its address. */
  verifyMatch(
    question: MatchQuery,
    fetchPicture: (url: string) => Promise<Uint8Array>,
  ): Promise<Verification>;
  /** The evidence of a check of the last hour; `links` asks the rows' addresses, `events` are those of a case. */
  evidence(
    question: EvidenceQuery,
    links: LinkChecker,
    events?: readonly EvidenceEvent[],
  ): Promise<EvidencePack>;
  lookUp(question: LookupQuery): Promise<LookupAnswer>;
  suppress(wish: SuppressionInput): Promise<Suppression>;
  lift(request: LiftRequest): Promise<Suppression>;
  suppressions(after: number | null): Promise<SuppressionPage>;
  searched(): { coverage: Coverage[]; notSearched: NotSearched[] };
  /** Why no check can be answered, or null when one can: nothing can be searched, or the database is silent. */
  whyNotReady(): Promise<TrainspotError | null>;
  close(): Promise<void>;
}

/** How soon a newly published index is taken up. */
const POLL_MS = 2_000;

/**
 * Opens every published index over `database`; `report` is told of one that cannot be opened.
 * @param fingerprinter is the service's own from now on, and is closed with it
 */
export async function openService(
  config: Config,
  database: Database,
  report: (problem: Error) => void,
  fingerprinter: Fingerprinter = configuredFingerprinter(config),
): Promise<Service> {
  const paths = dataPaths(config.DATA_DIR);
  const { segmentsDir, modelsDir } = paths;
  const comparer = startComparer(config.WORKER_THREADS);
  const pool = startSearchPool(config.WORKER_THREADS, segmentsDir);
  const recent = keepRecentChecks();
  const answers = database.for('answer');
  const databaseFails = watchAnswers(database);
  const live = await followIndexes(database, pool, modelsDir, POLL_MS, report);
  return {
    check: (picture, options) =>
      runCheck(
        picture,
        options,
        database.for('answer', options.signal),
        fingerprinter,
        live,
        comparer,
        recent,
      ),
    verifyMatch: (question, fetchPicture) =>
      verifyMatch(
        question,
        recent,
        (ids) => visibleIds(database.for('answer', question.signal), ids),
        fetchPicture,
        fingerprinter,
        comparer,
      ),
    async evidence(question, links, events) {
      const operator = config.FETCH_CONTACT ?? null;
      const asked = database.for('answer', question.signal);
      const findings = await gatherEvidence(question, recent, asked, paths, links, operator);
      return buildEvidencePack(findings, events);
    },
    lookUp: (question) => lookUp(question, answers),
    async suppress(wish) {
      const added = await suppressPicture(wish, database, fingerprinter);
      await live.refresh();
      return added;
    },
    async lift(request) {
      const lifted = await lift(request, database);
      await live.refresh();
      return lifted;
    },
    suppressions: (after) => suppressions(answers, after),
    searched() {
      const { open, broken, listed } = live.current();
      const coverage = coverageOf(open, listed);
      return {
        coverage,
        notSearched: notSearched(
          coverage.map(({ dataset }) => dataset),
          broken,
        ),
      };
    },
    async whyNotReady() {
      const { open, broken, listed } = live.current();
      const nothing = whyNothingSearched(coverageOf(open, listed), [...broken]);
      if (nothing !== null) return new TrainspotError('index-not-open', nothing);
      const silent = await databaseFails();
      return silent === null ? null : new TrainspotError('database-unavailable', silent);
    },
    async close() {
      live.stop();
      recent.close();
      await Promise.all([pool.close(), fingerprinter.close(), comparer.close()]);
    },
  };
}
