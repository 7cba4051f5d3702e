import { steadyMs } from '../core/clock.ts';

/**
 * What one picture's fingerprint is made of; `queue` is the wait for a free thread, with handing the picture over and
 * the answer back.
 */
export type FingerprintStage = 'queue' | 'decode' | 'file-hash' | 'pdq' | 'embedding' | 'keypoints';

/** Of a check; both searches and `keypoint-read`, which reads rows' keypoints from the disk, once for each asking. */
export type CheckStage =
  FingerprintStage | 'vector-search' | 'hash-search' | 'keypoint-read' | 'compare' | 'database';

/**
 * Of an ingest: `manifest` reads rows, `fetch` waits for a picture, its host's turn included, `save` asks the database
 * which rows are new and writes them, `build` and `merge` make segments.
 */
export type IngestStage = FingerprintStage | 'manifest' | 'fetch' | 'save' | 'build' | 'merge';

/**
 * Told of each stage that ended, well or not, and how long it took: numbers alone, and names that this program gives.
 * Stages run at once, so their seconds may sum up to more than passed.
 * @param index where the stage is one index's: which
 */
export type OnStage<Stage extends string> = (stage: Stage, seconds: number, index?: string) => void;

/** What `work` answers, or throws; `onStage` is told how long it took. */
export async function timed<Stage extends string, Answer>(
  onStage: OnStage<Stage> | undefined,
  stage: Stage,
  work: () => Promise<Answer> | Answer,
  index?: string,
): Promise<Answer> {
  const startedAt = steadyMs();
  try {
    return await work();
  } finally {
    onStage?.(stage, (steadyMs() - startedAt) / 1000, index);
  }
}

/** The items as they come; `onStage` is told how long each was waited for, and the end. */
export async function* timedItems<Stage extends string, Item>(
  onStage: OnStage<Stage> | undefined,
  stage: Stage,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  let askedAt = steadyMs();
  const tell = (): void => onStage?.(stage, (steadyMs() - askedAt) / 1000);
  for await (const item of items) {
    tell();
    yield item;
    askedAt = steadyMs();
  }
  tell();
}

/** Seconds by stage, summed up as they are told. */
export interface StageSums<Stage extends string> {
  add: OnStage<Stage>;
  /** Of the stages that there were. */
  seconds(): Partial<Record<Stage, number>>;
}

export function createStageSums<Stage extends string>(): StageSums<Stage> {
  const sums: Partial<Record<Stage, number>> = {};
  return {
    add: (stage, seconds) => void (sums[stage] = (sums[stage] ?? 0) + seconds),
    seconds: () => ({ ...sums }),
  };
}
