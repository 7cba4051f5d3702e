import { availableParallelism } from 'node:os';
import type { ManifestRow } from '../../core/dataset.ts';
import type { RowOutcome } from '../../core/outcome.ts';
import type { Database } from '../../db/database.ts';
import { ensureDataset, type DatasetDescription } from '../../db/datasets.ts';
import { deadRows, recordFetchOutcomes, type FetchOutcome } from '../../db/fetch-outcomes.ts';
import { saveImages, type NewImage } from '../../db/images.ts';
import { alreadyIndexed, ensureIndex } from '../../db/indexes.ts';
import type { IngestCheckpoint } from '../../db/ingested-files.ts';
import { DEFAULT_ENGINE, engineNamed } from '../../index/engines/registry.ts';
import { startSegmentBuilder, type SegmentBuilder } from '../../index/segment/builder.ts';
import type { EmbeddingSpace } from '../../index/segment/manifest.ts';
import { timed, type IngestStage, type OnStage } from '../../runtime/stages.ts';
import { queueBuilds } from './builds.ts';
import { keepCheckpoints, type FileCounts } from './checkpoints.ts';
import { toEntry, toImage, type MissedRow, type SeenRow } from './image.ts';
import { mergeAlone } from './merge-alone.ts';
import { leftInWords, type Merged } from './merge.ts';
import { removeRetired, retireAll } from './retired.ts';

/** Takes the rows of one dataset, file by file, with what was seen of them. */
export interface Publisher<Seen> {
  /**
   * Begins a file: what an earlier ingest counted in one of this very content, where nothing of it is left to do here;
   * else null.
   */
  known(file: IngestCheckpoint): Promise<FileCounts | null>;
  /** Those of the rows that are still to be looked at. */
  fresh<Row extends ManifestRow>(rows: readonly Row[]): Promise<Row[]>;
  /** Saves rows. */
  add(rows: readonly Seen[]): Promise<RowOutcome[]>;
  /** Saves rows whose picture was not had: they can be looked up, and what became of their links is kept. */
  miss(rows: readonly MissedRow[]): Promise<void>;
  /**
   * Ends the file that `known` began, all of whose rows were given to the publisher: once they are published, `known`
   * tells `counts` of it, unless there are rows that a later ingest is to try again.
   */
  finish(file: IngestCheckpoint, counts: FileCounts): Promise<void>;
  /**
   * Makes everything that was added findable.
   * @param signal once it is aborted, in the quickest way: what is being built is written for an exact search instead, and
   * small segments are left to the next ingest to merge
   */
  publish(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface PublisherSettings {
  /**
   * First takes out all that the index holds: nothing of it is found by vector until it is published anew. For
   * segments that are damaged or gone.
   */
  rebuild?: boolean;
  /**
   * Where pictures come from the web: for how many days a link that failed for good is not asked again; its row is then
   * not fresh. Left out where nobody asks links.
   */
  deadLinkDays?: number;
  /** Told of what is put off to a later ingest. */
  report?: (notice: string) => void;
  /** Of new segments; `index/registry.ts` lists them. */
  engine?: string;
  /** Segments that are built at once, each by a thread of its own. */
  builders?: number;
  /** From so many rows on a segment is built; the batch that fills it may lie beyond. */
  segmentRows?: number;
  /** Rows of the largest segment that others are merged into; `segmentRows` when left out. */
  mostRows?: number;
  onStage?: OnStage<IngestStage>;
}

/**
 * Rows wait in memory until their segment is built: at 512-d with keypoints of 6 KB each that is 0.8 GB, and as much again
 * for each segment that is being built. A larger segment answers faster than several smaller ones, so that they are merged.
 */
export const SEGMENT_ROWS = 100_000;

/** Of published vectors the building takes the time; more at once are memory for whoever has many cores. */
const MAX_BUILDERS = 4;

/**
 * Takes rows into the dataset's index for a model, segment by segment: they can be searched by vector once their
 * segment is published, which is done as soon as it has its rows, while the next are taken. Segments of this ingest and
 * of earlier ones are merged at the end, by size: `mergeGroups`. Records the dataset and its index, and starts threads that build.
 * @throws TrainspotError `engine-unavailable`, with nothing recorded
 */
export async function startPublisher(
  database: Database,
  dataset: DatasetDescription,
  space: EmbeddingSpace,
  segmentsDir: string,
  {
    rebuild = false,
    deadLinkDays,
    report,
    engine = DEFAULT_ENGINE,
    builders = Math.min(availableParallelism(), MAX_BUILDERS),
    segmentRows = SEGMENT_ROWS,
    mostRows = segmentRows,
    onStage,
  }: PublisherSettings = {},
): Promise<Publisher<SeenRow>> {
  engineNamed(engine)?.expectLibrary();
  const datasetId = await ensureDataset(database, dataset);
  const indexId = await ensureIndex(database, { datasetId, ...space });
  if (rebuild) await retireAll(database, segmentsDir, indexId);
  await removeRetired(database, segmentsDir);
  const startBuilder = (threads: number): SegmentBuilder =>
    timedBuilder(startSegmentBuilder(threads, segmentsDir), onStage);
  const builder = startBuilder(builders);
  const index = { database, segmentsDir, indexId, description: { engine, ...space }, builder };
  const checkpoints = keepCheckpoints(database, datasetId, indexId, deadLinkDays);
  const builds = queueBuilds(index, builders, startBuilder);
  const save = saver(database, datasetId, deadLinkDays !== undefined, onStage);
  return {
    known: checkpoints.known,
    async finish(file, counts) {
      const mark = checkpoints.finish(file, counts);
      if (mark) builds.mark(mark);
    },
    async fresh(rows) {
      const known = await timed(onStage, 'save', () => alreadyIndexed(database, indexId, rows));
      const unknown = rows.filter((_, i) => !known[i]);
      const dead = await timed(onStage, 'save', () =>
        deadRows(database, datasetId, unknown, deadLinkDays ?? 0),
      );
      checkpoints.passedOver(dead.filter((triedAt) => triedAt !== null));
      return unknown.filter((_, i) => dead[i] === null);
    },
    async miss(missed) {
      checkpoints.missed(missed);
      const images = missed.map(({ row }) => toImage(row, null));
      const outcomes = missed.map(({ row, failure }) => ({ ...row, failure }));
      const told = outcomes.filter(({ failure }) => failure !== null);
      await save(images, told);
    },
    async add(rows) {
      // Of a row id that the manifest repeats the first holds, as it does once that one is published.
      const isFirst = rows.map(({ row }) => builds.claim(keyOf(row)));
      const firsts = rows.filter((_, i) => isFirst[i]);
      const images = firsts.map(({ row, picture }) => toImage(row, picture));
      const outcomes = firsts.map(({ row }) => ({ ...row, failure: null }));
      const ids = await save(images, outcomes);
      const waiting = builds.add(ids.map((imageId, i) => toEntry(imageId, firsts[i])));
      if (waiting >= Math.min(segmentRows, mostRows)) await builds.start();
      return isFirst.map((first): RowOutcome => ({ kind: first ? 'indexed' : 'skipped' }));
    },
    async publish(signal) {
      // Its builds fail then, and are done again below.
      const giveUp = (): void => void builder.close();
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
      try {
        await builds.start();
        await builds.published();
        tellLeft(await mergeAlone(index, mostRows, { threads: builders }), report);
      } catch (error) {
        if (!signal?.aborted) throw error;
        await builds.publishQuickly();
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    },
    close: () => builder.close(),
  };
}

function tellLeft(merged: Merged, report: PublisherSettings['report']): void {
  const notice = leftInWords(merged);
  if (notice !== null) report?.(notice);
}

function timedBuilder(builder: SegmentBuilder, onStage: OnStage<IngestStage> | undefined): SegmentBuilder {
  return {
    ...builder,
    build: (...segment) => timed(onStage, 'build', () => builder.build(...segment)),
    merge: (...segments) => timed(onStage, 'merge', () => builder.merge(...segments)),
  };
}

/** Saves rows, and what became of their links where those are asked; gives their `images.id`. */
function saver(
  database: Database,
  datasetId: number,
  asksLinks: boolean,
  onStage: OnStage<IngestStage> | undefined,
) {
  return (images: readonly NewImage[], outcomes: readonly FetchOutcome[]): Promise<number[]> =>
    timed(onStage, 'save', async () => {
      const ids = await saveImages(database, datasetId, images);
      if (asksLinks) await recordFetchOutcomes(database, datasetId, outcomes);
      return ids;
    });
}

function keyOf({ file, rowId }: ManifestRow): string {
  return `${file ?? ''}/${rowId}`;
}
