import { availableParallelism } from 'node:os';
import { steadyMs } from '../../core/clock.ts';
import type { DatasetRelease } from '../../core/dataset.ts';
import type { Database } from '../../db/database.ts';
import { listDatasets } from '../../db/datasets.ts';
import { listPublishedIndexes, type PublishedIndex } from '../../db/indexes.ts';
import { listActiveSegments } from '../../db/segments.ts';
import { removeStaleTemporaries } from '../../index/segment/files.ts';
import { startSegmentBuilder } from '../../index/segment/builder.ts';
import { mergeAlone } from '../../ingest/publish/merge-alone.ts';
import { mergeGroups, rowsOf } from '../../ingest/publish/merge-policy.ts';
import { leftInWords } from '../../ingest/publish/merge.ts';
import { removeRetired } from '../../ingest/publish/retired.ts';
import type { Config } from '../../runtime/config.ts';
import { dataPaths } from '../../runtime/data-paths.ts';
import { chosenRelease } from './chosen-rows.ts';
import type { IngestWatch } from './index-dataset.ts';
import { ingestFailure } from './ingest-failure.ts';

export interface MergeRequest {
  /** All when left out. */
  dataset?: string;
  /** Left out where there is one. */
  release?: string;
}

/** One index, and the segments in which it stands afterwards. */
interface MergedIndex extends DatasetRelease {
  model: string;
  rows: number;
  segments: number;
  segmentsFewer: number;
}

export interface MergeSummary {
  indexes: MergedIndex[];
  seconds: number;
  /** True where it was stopped before the end; else left out. */
  stopped?: true;
  /** What was left to somebody else; left out where nothing was. */
  note?: string;
}

/**
 * Merges the segments of a dataset's indexes, or of all, by size, as every ingest does at its end. Checks are answered
 * meanwhile, from the old segments until the new ones are there.
 * @throws TrainspotError `usage` where no release is called so; `segment-corrupt`; what `ingestFailure` makes of a full
 * disk or a lost database
 */
export async function mergeSegmentsOf(
  request: MergeRequest,
  config: Config,
  database: Database,
  { watch = null, signal }: { watch?: IngestWatch | null; signal?: AbortSignal } = {},
): Promise<MergeSummary> {
  const startedAt = steadyMs();
  const { segmentsDir } = dataPaths(config.DATA_DIR);
  const indexes = await chosenIndexes(database, request);
  await removeStaleTemporaries(segmentsDir);
  await removeRetired(database, segmentsDir);
  const threads = availableParallelism();
  const builder = startSegmentBuilder(threads, segmentsDir);
  const giveUp = (): void => void builder.close();
  signal?.addEventListener('abort', giveUp, { once: true });
  const summary: MergeSummary = { indexes: [], seconds: 0 };
  let left = 0;
  try {
    for (const index of indexes) {
      if (signal?.aborted) break;
      const done = await mergeOne(index, { database, segmentsDir, builder, config, threads, watch });
      left += done.left;
      summary.indexes.push(done.merged);
    }
  } catch (error) {
    if (!signal?.aborted) throw ingestFailure(error, config);
  } finally {
    signal?.removeEventListener('abort', giveUp);
    await builder.close();
  }
  const note = leftInWords({ fewer: 0, left });
  return {
    ...summary,
    seconds: (steadyMs() - startedAt) / 1000,
    ...(signal?.aborted && { stopped: true as const }),
    ...(note !== null && { note }),
  };
}

interface Merging {
  database: Database;
  segmentsDir: string;
  builder: ReturnType<typeof startSegmentBuilder>;
  config: Config;
  threads: number;
  watch: IngestWatch | null;
}

async function mergeOne(
  { indexId, dataset, release, model, modelRevision, dimensions }: PublishedIndex,
  { database, segmentsDir, builder, config, threads, watch }: Merging,
): Promise<{ merged: MergedIndex; left: number }> {
  const description = { engine: config.INDEX_ENGINE, model, modelRevision, dimensions };
  const mostRows = config.SEGMENT_MAX_ROWS;
  const before = await listActiveSegments(database, indexId);
  const groups = mergeGroups(before, mostRows);
  const progress = groups.length > 0 ? watch?.begin(`Merging ${dataset}`, rowsOf(groups.flat())) : undefined;
  let done = 0;
  const onMerged = (rows: number): void => progress?.update((done += rows));
  const inWork = { database, segmentsDir, indexId, description, builder };
  const { left } = await mergeAlone(inWork, mostRows, { threads, onMerged }).finally(() =>
    progress?.finish(),
  );
  const after = await listActiveSegments(database, indexId);
  const segmentsFewer = before.length - after.length;
  return {
    merged: { dataset, release, model, rows: rowsOf(after), segments: after.length, segmentsFewer },
    left,
  };
}

async function chosenIndexes(
  database: Database,
  { dataset, release }: MergeRequest,
): Promise<PublishedIndex[]> {
  const published = await listPublishedIndexes(database);
  if (dataset === undefined) return published;
  const chosen = chosenRelease(await listDatasets(database), { dataset, release });
  return published.filter((index) => index.dataset === chosen.dataset && index.release === chosen.release);
}
