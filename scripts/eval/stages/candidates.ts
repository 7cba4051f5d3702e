import { findCandidates } from '../../../src/check/search/candidates.ts';
import { followIndexes } from '../../../src/check/search/open-indexes.ts';
import type { Config } from '../../../src/runtime/config.ts';
import { dataPaths } from '../../../src/runtime/data-paths.ts';
import { isCopyDistance } from '../../../src/core/evidence.ts';
import type { Candidate } from '../../../src/check/candidate.ts';
import { QUERY_OPTIONS } from '../../../src/core/fingerprint-options.ts';
import { pdqDistance } from '../../../src/core/pdq-distance.ts';
import { ORIENTATIONS } from '../../../src/core/picture.ts';
import type { Database } from '../../../src/db/database.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';
import { startSearchPool } from '../../../src/index/search/pool.ts';
import type { KnownRow } from '../set/twins.ts';

/** Candidates over all indexes: twice as many as a check takes of each, to see what more would bring. */
const CANDIDATES = 100;

/** Nothing is published while an evaluation runs. */
const POLL_MS = 3_600_000;

/** The candidate stage by itself, over all datasets. */
export interface CandidateStage {
  /** Whether the own row is brought up: by its bytes, by its PDQ, or as one of the 100 nearest of all rows. */
  isCandidate(own: KnownRow, edited: Uint8Array): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens every published index a second time, beside the service's own. */
export async function openCandidateStage(
  config: Config,
  database: Database,
  fingerprinter: Fingerprinter,
): Promise<CandidateStage> {
  const { segmentsDir, modelsDir } = dataPaths(config.DATA_DIR);
  const pool = startSearchPool(config.WORKER_THREADS, segmentsDir);
  const live = await followIndexes(database, pool, modelsDir, POLL_MS, (problem) => {
    throw problem;
  });
  return {
    async isCandidate({ row: own }, edited) {
      const { open } = live.current();
      const models = [...new Set(open.map(({ model }) => model))];
      const datasets = [...new Set(open.map(({ dataset }) => dataset))];
      const fingerprint = await fingerprinter.fingerprint(edited, models, QUERY_OPTIONS);
      const candidates = await findCandidates(
        database,
        live,
        { indexes: open, datasets },
        fingerprint,
        CANDIDATES,
      );
      return best(candidates).some(({ row }) => row.dataset === own.dataset && row.rowId === own.name);
    },
    async close() {
      await live.stop();
      await pool.close();
    },
  };
}

/** Each index brings up a hundred; here all rows count as one index's, as in a dataset that is published as one. */
function best(candidates: readonly Candidate[]): Candidate[] {
  const isByHash = ({ sameBytes, pdqDistance: distance }: Candidate): boolean =>
    sameBytes || isCopyDistance(distance);
  const byVector = candidates
    .filter((candidate) => !isByHash(candidate))
    .toSorted((a, b) => (a.rank ?? CANDIDATES) - (b.rank ?? CANDIDATES));
  return [...candidates.filter(isByHash), ...byVector.slice(0, CANDIDATES)];
}

/** Whether an edit's PDQ is within 31 of the own row's, in any orientation and whatever their quality. */
export async function isNearPdq(
  { pdq }: KnownRow,
  edited: Uint8Array,
  fingerprinter: Fingerprinter,
): Promise<boolean> {
  const { orientedPdq } = await fingerprinter.fingerprint(edited, [], { views: [], keypoints: 'none' });
  return ORIENTATIONS.some((orientation) => isCopyDistance(pdqDistance(pdq, orientedPdq[orientation])));
}
