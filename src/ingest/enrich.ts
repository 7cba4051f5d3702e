import { bareRow } from '../core/dataset.ts';
import { TrainspotError } from '../core/errors.ts';
import type { FingerprintOptions } from '../core/fingerprint-options.ts';
import type { ClaimedRow } from '../db/row-claims.ts';
import { recordFailure } from '../db/fetch-outcomes.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { timed, type IngestStage, type OnStage } from '../runtime/stages.ts';
import { keepFailure, keepSeen, type SeenStore } from '../seen/keep.ts';
import type { PictureSource } from './fetch/picture-source.ts';
import type { RowQueue } from './row-queue.ts';

/** What became of rows whose picture was looked for; each is in one of the counts. */
export interface EnrichCounts {
  rows: number;
  /** Of which the fingerprints are kept now. */
  kept: number;
  /** Which went, were suppressed or indexed meanwhile. */
  passed: number;
  failed: Record<string, number>;
}

export interface EnrichSettings {
  /** Name of the model card whose vectors were published of the rows; null where it is not installed, or none were. */
  model: string | null;
  /** Rows under way at once. */
  concurrency: number;
  onProgress?: (counts: Readonly<EnrichCounts>) => void;
  /** Takes no row any more; those that are being fetched are given up, and left to a later job. */
  signal?: AbortSignal;
  onStage?: OnStage<IngestStage>;
}

/** As an index keeps a row; the vector is compared with the published one alone, which is of the picture as it lies. */
const ENRICH_OPTIONS: FingerprintOptions = { views: ['as-is'], keypoints: 'row' };

/** Why a row was left that was being fetched when the job was stopped. */
const STOPPED = 'stopped';

/**
 * Looks at the picture at each row's address and keeps what it finds with the row: fetch → fingerprint → keep. Each row by
 * itself, and at once: of a job that is killed only what was being fetched is fetched again. What cannot be had is
 * remembered of the row's link.
 * @throws what the database or the threads throw; the rows under way end first
 */
export async function enrichRows(
  queue: RowQueue,
  pictures: PictureSource,
  fingerprinter: Fingerprinter,
  store: SeenStore,
  { model, concurrency, onProgress = () => {}, signal, onStage }: EnrichSettings,
): Promise<EnrichCounts> {
  const counts: EnrichCounts = { rows: 0, kept: 0, passed: 0, failed: {} };
  const models = model === null ? [] : [model];
  let broken = false;

  async function outcomeOf(row: ClaimedRow): Promise<string> {
    const { imageId, url } = row;
    const fetched = await timed(onStage, 'fetch', () => pictures.fetch(bareRow('', 0, url)));
    if ('failed' in fetched) {
      const { failure } = fetched;
      if (failure) await timed(onStage, 'save', () => recordFailure(store.database, imageId, url, failure));
      return fetched.failed;
    }
    try {
      const looked = await fingerprinter.fingerprint(
        fetched.bytes,
        models,
        ENRICH_OPTIONS,
        'handed-over',
        onStage,
      );
      const { picture, keypoints, embeddings } = looked;
      return await timed(onStage, 'save', () =>
        keepSeen({ imageId, url, picture, keypoints, vector: embeddings.at(0) }, store),
      );
    } catch (error) {
      if (!(error instanceof TrainspotError) || !error.code.startsWith('picture-')) throw error;
      await timed(onStage, 'save', () => keepFailure(row, error, store));
      return error.code;
    }
  }
  async function work(): Promise<void> {
    while (!broken && !signal?.aborted) {
      const row = await queue.next();
      if (row === null) return;
      const outcome = await outcomeOf(row);
      // Left to whoever comes next; the queue lets go of it at its end.
      if (outcome === STOPPED) return;
      await queue.done(row);
      counts.rows++;
      if (outcome === 'kept') counts.kept++;
      else if (outcome === 'not-kept') counts.passed++;
      else counts.failed[outcome] = (counts.failed[outcome] ?? 0) + 1;
      onProgress(counts);
    }
  }
  const workers = Array.from({ length: concurrency }, () =>
    work().catch((error: unknown) => {
      broken = true;
      throw error;
    }),
  );
  const failed = (await Promise.allSettled(workers)).find((worker) => worker.status === 'rejected');
  if (failed) throw failed.reason;
  return counts;
}
