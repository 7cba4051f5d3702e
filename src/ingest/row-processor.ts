import { mapConcurrently } from '../core/concurrency.ts';
import type { ManifestRow } from '../core/dataset.ts';
import { TrainspotError } from '../core/errors.ts';
import { ROW_OPTIONS } from '../core/fingerprint-options.ts';
import { failureKind } from '../core/fetch-failure.ts';
import type { FetchFailure } from '../db/fetch-outcomes.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { timed, type IngestStage, type OnStage } from '../runtime/stages.ts';
import type { PictureSource } from './fetch/picture-source.ts';
import type { MissedRow, SeenRow } from './publish/image.ts';
import type { PublishedRow } from './published-rows.ts';

/** What an ingest finds out about rows, beyond what their manifest says. */
export interface RowProcessor<Row extends ManifestRow, Seen> {
  /** Rows worth looking at together. */
  batchRows: number;
  /** Each row is in one of the two; those that `signal` leaves alone are missed as `stopped`. */
  at(rows: readonly Row[], watch?: RowWatch): Promise<{ seen: Seen[]; missed: MissedRow[] }>;
}

/** What whoever asks for a look wants to know of it. */
interface RowWatch {
  /** Called after each row, where one takes its time. */
  onRow?: () => void;
  /** Leaves alone the rows that are not under way yet. */
  signal?: AbortSignal;
}

/** Few, so that little is lost of what is under way when an ingest is stopped. */
const PICTURE_ROWS = 256;

/**
 * Measured by scripts/bench/ingest-rows.ts with PostgreSQL 15, on two cores that did much else, in rows a second: 512 at
 * once 250 and 340, 4096 at once 700, 8192 at once 400.
 */
const ROWS_AT_ONCE = 4096;

/**
 * Fetches each row's picture and fingerprints it; one that cannot be had or read is that row's failure.
 * @param model name of the model card that the index is for @param concurrency pictures under way at once
 * @param onStage told of the fetch and of the parts of the fingerprint
 */
export function lookAtPictures(
  pictures: PictureSource,
  fingerprinter: Fingerprinter,
  model: string,
  concurrency: number,
  onStage?: OnStage<IngestStage>,
): RowProcessor<ManifestRow, SeenRow> {
  async function lookAt(row: ManifestRow): Promise<SeenRow | MissedRow> {
    const fetched = await timed(onStage, 'fetch', () => pictures.fetch(row));
    if ('failed' in fetched) return { row, reason: fetched.failed, failure: fetched.failure ?? null };
    try {
      const { picture, embeddings, keypoints } = await fingerprinter.fingerprint(
        fetched.bytes,
        [model],
        ROW_OPTIONS,
        'handed-over',
        onStage,
      );
      return { row, picture, vector: embeddings[0].vector, keypoints };
    } catch (error) {
      if (!(error instanceof TrainspotError) || !error.code.startsWith('picture-')) throw error;
      return { row, reason: error.code, failure: unusable(error.code) };
    }
  }
  return {
    batchRows: PICTURE_ROWS,
    async at(rows, { onRow, signal } = {}) {
      const looks = await mapConcurrently(rows, concurrency, async (row) => {
        const look = signal?.aborted ? { row, reason: 'stopped', failure: null } : await lookAt(row);
        onRow?.();
        return look;
      });
      return {
        seen: looks.filter((each) => 'vector' in each),
        missed: looks.filter((each) => 'reason' in each),
      };
    },
  };
}

/** What was had is no picture that can be taken. */
function unusable(reason: string): FetchFailure {
  return { reason, kind: failureKind(reason), httpStatus: null, host: null, optOut: null, attempts: 1 };
}

/** Takes the vector that was published with each row. Nobody sees the picture, so it has no hashes and no keypoints. */
export const takePublishedVectors: RowProcessor<PublishedRow, SeenRow> = {
  batchRows: ROWS_AT_ONCE,
  async at(rows) {
    const seen = rows.map(({ vector, ...row }) => ({ row, vector, picture: null, keypoints: null }));
    return { seen, missed: [] };
  },
};

/** Looks at nothing. */
export const takeRowsAlone: RowProcessor<ManifestRow, ManifestRow> = {
  batchRows: ROWS_AT_ONCE,
  async at(rows) {
    return { seen: [...rows], missed: [] };
  },
};
