import { failedForGood } from '../../core/fetch-failure.ts';
import type { Database } from '../../db/database.ts';
import {
  countRemovals,
  findIngestedFile,
  recordIngestedFile,
  type IngestCheckpoint,
  type IngestedFile,
} from '../../db/ingested-files.ts';
import type { MissedRow } from './image.ts';

const DAY_MS = 86_400_000;

/** The rows of one file, refused ones included. */
export type FileCounts = Omit<IngestedFile, 'deadTriedAt'>;

/** Keeps account of the file whose rows are being taken: whether anything of it is left to do. */
export interface Checkpoints {
  /** What was counted in this very file, if nothing of it is left to do; and begins with it if there is. */
  known: (file: IngestCheckpoint) => Promise<FileCounts | null>;
  /** Rows whose pictures were not had. */
  missed(rows: readonly MissedRow[]): void;
  /** When the links were asked of rows that are passed over for it. */
  passedOver(triedAt: readonly Date[]): void;
  /** Ends the file. @returns writes its mark, to be called once all its rows are published; null where rows are left */
  finish(file: IngestCheckpoint, counts: FileCounts): (() => Promise<void>) | null;
}

/** @param deadLinkDays after which a link that failed for good is asked again; undefined where nobody asks links */
export function keepCheckpoints(
  database: Database,
  datasetId: number,
  indexId: number,
  deadLinkDays?: number,
): Checkpoints {
  let removals = 0;
  let isWhole = true;
  let deadTriedAt: Date | null = null;
  const passedOver = (triedAt: readonly Date[]): void => {
    for (const at of triedAt) if (deadTriedAt === null || at < deadTriedAt) deadTriedAt = at;
  };
  return {
    async known(file) {
      [isWhole, deadTriedAt] = [true, null];
      removals = await countRemovals(database, datasetId);
      const found = await findIngestedFile(database, datasetId, indexId, file);
      if (!found) return null;
      const askedAgainAt = (found.deadTriedAt?.getTime() ?? Infinity) + (deadLinkDays ?? 0) * DAY_MS;
      return askedAgainAt > Date.now() ? { rows: found.rows, refused: found.refused } : null;
    },
    missed(rows) {
      const isDead = ({ failure }: MissedRow): boolean => failure !== null && failedForGood(failure);
      if (deadLinkDays === undefined || !rows.every(isDead)) isWhole &&= rows.length === 0;
      else if (rows.length > 0) passedOver([new Date()]);
    },
    passedOver,
    finish(file, counts) {
      if (!isWhole) return null;
      const [counted, removalsThen] = [{ ...counts, deadTriedAt }, removals];
      return () =>
        recordIngestedFile(database, datasetId, indexId, file, { ...counted, removals: removalsThen });
    },
  };
}
