import type { CheckResult } from '../api/check-result.ts';
import type { CheckParts } from '../check/check-parts.ts';
import { gatherEvidence, type EvidenceQuery } from '../check/gather-evidence.ts';
import type { SentFingerprints } from '../check/receive/fingerprints.ts';
import { keepLive } from '../check/keep-live.ts';
import { pictureFromUrl } from '../check/receive/picture.ts';
import { eitherOf, keepRecentChecks } from '../check/recent-checks.ts';
import { runCheck, type CheckOptions } from '../check/run.ts';
import { runComparisons, runFingerprintCheck } from '../check/run-fingerprints.ts';
import { followIndexes, type OpenIndexes } from '../check/search/open-indexes.ts';
import { coverageOf, notSearched, whyNothingSearched } from '../check/verdict/coverage.ts';
import type { LookParts } from '../check/live/look.ts';
import { startLiveComparer } from '../check/live/live-comparer.ts';
import { startComparer } from '../check/verify/comparer.ts';
import { searchByText, whyNoWords } from '../check/text-search.ts';
import { timedDatabase, timedParts } from '../check/timed-parts.ts';
import { searchByVector } from '../check/vector-search.ts';
import { verifyMatch } from '../check/verify-match.ts';
import { TrainspotError } from '../core/errors.ts';
import { typedAddress } from '../core/typed-address.ts';
import { floorsOf } from '../models/floor.ts';
import { watchAnswers } from '../db/answers.ts';
import type { Database } from '../db/database.ts';
import { visibleIds } from '../db/images.ts';
import { buildEvidencePack, type EvidencePack } from '../evidence/build.ts';
import type { EvidenceEvent } from '../evidence/chain.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { startSearchPool } from '../index/search/pool.ts';
import { startTextReader } from '../models/text/text-reader.ts';
import { createPrinter } from '../notices/printer.ts';
import { auditOptOuts } from '../opt-out/audit.ts';
import { startOptOutReader } from '../opt-out/reader.ts';
import { lookUp } from '../rows/look-up.ts';
import { lift, suppressions } from '../rows/suppress.ts';
import type { Config } from '../runtime/config.ts';
import { dataPaths } from '../runtime/data-paths.ts';
import type { CheckStage, OnStage } from '../runtime/stages.ts';
import { batchesOver } from './batches/batches.ts';
import { clipRetrievalOver } from './clip-retrieval.ts';
import { casesOver, noticesOver } from './notices-and-cases.ts';
import { configuredFingerprinter, waysOut } from './components.ts';
import { recentAnswersOver } from './recent-answers.ts';
import { suppressPicture } from './suppress-picture.ts';
import type { OpenTrainspot } from './trainspot.ts';

/** How soon a newly published index is taken up. */
const POLL_MS = 2_000;

export interface TrainspotSettings {
  /** Told of an index that cannot be opened. */
  report: (problem: Error) => void;
  /** Is the service's own from now on, and is closed with it; one by the settings when left out. */
  fingerprinter?: Fingerprinter;
  /** Told of the stages of every check. */
  onStage?: OnStage<CheckStage>;
}

/**
 * The service over `database`, which stays the caller's. Nothing is opened and no thread is started before it is asked
 * for; the published indexes are with the first question about them.
 */
export function openTrainspot(
  config: Config,
  database: Database,
  { report, fingerprinter = configuredFingerprinter(config), onStage }: TrainspotSettings,
): OpenTrainspot {
  const paths = dataPaths(config.DATA_DIR);
  const comparer = startComparer(config.WORKER_THREADS);
  const pool = startSearchPool(config.WORKER_THREADS, paths.segmentsDir);
  // A batch has as many checks as an hour of single ones, and would push them out.
  const ofBatches = keepRecentChecks();
  const recent = eitherOf(keepRecentChecks(), ofBatches);
  const keep = keepLive({ database: database.for('upkeep'), segmentsDir: paths.segmentsDir }, report);
  const answers = database.for('answer');
  const databaseFails = watchAnswers(database);
  const web = waysOut(config);
  const { downloader, looker, links, livePictures } = web;
  /** How live pictures are looked at, by a check itself or by a click. */
  const looks: LookParts = { fingerprinter, comparer, keep };
  const live = startLiveComparer(
    {
      limitMs: config.LIVE_COMPARE_MS,
      deadLinkDays: config.FETCH_DEAD_LINK_DAYS,
      heldMaxBytes: Math.max(config.PICTURES_HELD_MAX_BYTES, config.UPLOAD_MAX_BYTES),
    },
    { ...looks, downloader: livePictures, database: answers, report },
  );
  const texts = startTextReader({ modelsDir: paths.modelsDir });
  const reader = startOptOutReader();
  const printer = createPrinter();

  let following: Promise<OpenIndexes> | null = null;
  const indexes = (): Promise<OpenIndexes> =>
    (following ??= followIndexes(database, pool, paths.modelsDir, POLL_MS, report));
  const checkParts = async (keptBy = recent): Promise<CheckParts> => ({
    indexes: await indexes(),
    fingerprinter,
    comparer,
    recent: keptBy,
    live: { state: config.LIVE_COMPARE, rows: config.LIVE_COMPARE_ROWS, begin: live.begin },
  });
  /** What was hidden or shown is so in the next check. */
  const hasChanged = async (): Promise<void> => (await following)?.refresh();

  async function packEvidence(
    query: EvidenceQuery,
    events?: readonly EvidenceEvent[],
  ): Promise<EvidencePack> {
    const asked = database.for('answer', query.signal);
    const operator = config.FETCH_CONTACT ?? null;
    return buildEvidencePack(await gatherEvidence(query, recent, asked, links, { paths, operator }), events);
  }

  async function checkPicture(
    picture: Uint8Array,
    options: CheckOptions,
    keptBy = recent,
  ): Promise<CheckResult> {
    const asked = timedDatabase(database.for('answer', options.signal), onStage);
    return runCheck(picture, options, asked, timedParts(await checkParts(keptBy), onStage));
  }

  async function checkFingerprints(
    sent: SentFingerprints,
    options: CheckOptions,
    keptBy = recent,
  ): Promise<CheckResult> {
    const asked = timedDatabase(database.for('answer', options.signal), onStage);
    return runFingerprintCheck(sent, options, asked, timedParts(await checkParts(keptBy), onStage));
  }

  const compareRows: OpenTrainspot['compareRows'] = async (query, holding) => {
    const visible = (ids: readonly number[]) => visibleIds(database.for('answer', query.signal), ids);
    return runComparisons(query, visible, await checkParts(), holding);
  };
  const recentAnswers = recentAnswersOver({ database, recent, live });
  const fetchPicture: OpenTrainspot['fetchPicture'] = (url, held) =>
    pictureFromUrl(downloader, typedAddress(url), { held });
  const batches = batchesOver({
    checkPicture: (picture, options) => checkPicture(picture, options, ofBatches),
    checkFingerprints: (sent, options) => checkFingerprints(sent, options, ofBatches),
    compareRows,
    fetchPicture,
    recent: recentAnswers,
    report,
  });

  return {
    checkPicture: (picture, options, holding) =>
      checkPicture(picture, { ...options, holding, bytesAre: 'handed-over' }),
    checkFingerprints: (sent, options, holding) => checkFingerprints(sent, { ...options, holding }),
    compareRows,
    recent: recentAnswers,
    batches,
    fetchPicture,
    verifyMatch: (query, held) =>
      verifyMatch(
        query,
        (ids) => visibleIds(database.for('answer', query.signal), ids),
        (url) => pictureFromUrl(downloader, url, { honourOptOut: true, held }),
        { ...looks, recent },
      ),
    evidence: packEvidence,
    auditOptOuts: (address, signal) => auditOptOuts(address, looker, reader, signal),
    markPicture: (bytes, value) => reader.mark(bytes, value),
    lookUp: (query) => lookUp(query, answers),
    searchText: async (query, signal) => {
      const parts = { indexes: await indexes(), texts, modelsDir: paths.modelsDir };
      return searchByText(query, database.for('answer', signal), parts, signal);
    },
    searchVector: async (query, signal) =>
      searchByVector(query, database.for('answer', signal), await indexes()),
    async suppress(input) {
      const added = await suppressPicture(input, database, fingerprinter);
      await hasChanged();
      return added;
    },
    async lift(request) {
      const lifted = await lift(request, database);
      await hasChanged();
      return lifted;
    },
    suppressions: (after) => suppressions(answers, after),
    async searched() {
      const followed = await indexes();
      const { open, broken, listed } = followed.current();
      const coverage = coverageOf(open, listed);
      const models = [...new Set(open.map(({ model }) => model))].map((model) =>
        floorsOf(followed.cardOf(model)),
      );
      const names = coverage.map(({ dataset }) => dataset);
      const whys = await Promise.all(open.map((index) => whyNoWords(index, paths.modelsDir)));
      const byWords = open.filter((_, i) => whys[i] === null).map(({ dataset }) => dataset);
      return { coverage, notSearched: notSearched(names, broken), models, byWords: [...new Set(byWords)] };
    },
    async whyNotReady() {
      const { open, broken, listed } = (await indexes()).current();
      const nothing = whyNothingSearched(coverageOf(open, listed), [...broken]);
      if (nothing !== null) return new TrainspotError('index-not-open', nothing);
      const silent = await databaseFails();
      return silent === null ? null : new TrainspotError('database-unavailable', silent);
    },
    notices: noticesOver(answers, printer),
    cases: casesOver(answers, { downloader, fingerprinter, printer, packEvidence }),
    clipRetrieval: clipRetrievalOver(database, { indexes, texts, fingerprinter, modelsDir: paths.modelsDir }),
    async close() {
      await batches.close();
      await (await following?.catch(() => null))?.stop();
      await live.close();
      recent.close();
      await Promise.all([pool, fingerprinter, comparer, texts, reader, printer].map((part) => part.close()));
      await web.close();
    },
  };
}
