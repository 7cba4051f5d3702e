import { availableParallelism } from 'node:os';
import type { ManifestRow } from '../../core/dataset.ts';
import type { RowOutcome } from '../../core/outcome.ts';
import type { Database } from '../../db/database.ts';
import { ensureDataset, type DatasetDescription } from '../../db/datasets.ts';
import { deadRows, recordFetchOutcomes, type FetchOutcome } from '../../db/fetch-outcomes.ts';
import { saveImages, type NewImage } from '../../db/images.ts';
import { alreadyIndexed, ensureIndex } from '../../db/indexes.ts';
import type { IngestCheckpoint } from '../../db/ingested-files.ts';
import { flat } from '../../index/engines/flat.ts';
import { DEFAULT_ENGINE, engineNamed } from '../../index/engines/registry.ts';
import { startSegmentBuilder, type SegmentBuilder } from '../../index/segment/builder.ts';
import type { EmbeddingSpace } from '../../index/segment/manifest.ts';
import type { SegmentEntry } from '../../index/segment/writer.ts';
import { timed, type IngestStage, type OnStage } from '../../runtime/stages.ts';
import { keepFileMarks, type FileCounts } from './checkpoints.ts';
import { toEntry, toImage, type MissedRow, type SeenRow } from './image.ts';
import { leftInWords, mergeIndex } from './merge.ts';
import { removeRetired, retireAll } from './retired.ts';
import { buildSegment } from './segment.ts';

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
  /** From so many rows on a segment is full; the batch that fills it may lie beyond. */
  segmentRows?: number;
  onStage?: OnStage<IngestStage>;
}

/**
 * A larger segment answers faster than several smaller ones: 1M rows at ef 256 take 0.8 ms, five segments of 200k at
 * ef 64 take 2 ms, at the same recall of edited copies. Rows wait in memory until their segment is full: at 512-d
 * with keypoints of 6 KB each that is 0.8 GB, and as much again for each segment that is being built.
 */
export const SEGMENT_ROWS = 100_000;

/** Of a segment that is written in a hurry: small enough for the next ingest to merge. */
const PIECE_ROWS = 20_000;

/** Of so many a graph is built within a second, and needs no merging to be searched well. */
const FEW_ROWS = 1_000;

/** Of published vectors the building takes the time; more at once are memory for whoever has many cores. */
const MAX_BUILDERS = 4;

/**
 * Takes rows into the dataset's index for a model, segment by segment: they can be searched by vector once their
 * segment is published, which full ones are at once, while the next rows are taken. Small segments of this ingest and
 * of earlier ones are merged at the end. Records the dataset and its index, and starts threads that build.
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
    onStage,
  }: PublisherSettings = {},
): Promise<Publisher<SeenRow>> {
  engineNamed(engine)?.expectLibrary();
  const datasetId = await ensureDataset(database, dataset);
  const indexId = await ensureIndex(database, { datasetId, ...space });
  if (rebuild) await retireAll(database, segmentsDir, indexId);
  await removeRetired(database, segmentsDir);
  const description = { engine, ...space };
  const builder = timedBuilder(startSegmentBuilder(builders, segmentsDir), onStage);
  const marks = keepFileMarks(database, datasetId, indexId, deadLinkDays);
  let waiting = noRows();
  /** Oldest first. */
  const building: { rows: PendingRows; published: Promise<void> }[] = [];

  /** Saves rows, and what became of their links where those are asked. @returns their `images.id` */
  function save(images: readonly NewImage[], outcomes: readonly FetchOutcome[]): Promise<number[]> {
    return timed(onStage, 'save', async () => {
      const ids = await saveImages(database, datasetId, images);
      if (deadLinkDays !== undefined) await recordFetchOutcomes(database, datasetId, outcomes);
      return ids;
    });
  }
  /** Hands what waits to a builder, once one is free. */
  async function startBuilding(): Promise<void> {
    if (building.length === builders) await oldestPublished();
    const published = publishRows(waiting, building.at(-1)?.published);
    // Thrown again where it is awaited; until then it is no unhandled one.
    published.catch(() => {});
    building.push({ rows: waiting, published });
    waiting = noRows();
  }
  async function oldestPublished(): Promise<void> {
    await building[0].published;
    building.shift();
  }
  async function publishRows({ entries, finished }: PendingRows, before?: Promise<void>): Promise<void> {
    await buildSegment(database, segmentsDir, indexId, description, builder, entries, before);
    // Rows of a file that ends here may stand in the segment before, and there may be none here.
    await before;
    for (const mark of finished) await mark();
  }
  /** What is not published yet, in pieces that are written at once; the next ingest merges them. */
  async function publishQuickly(): Promise<void> {
    const left: PendingRows[] = [];
    for (const { rows, published } of building.splice(0)) {
      await published.catch(() => left.push(rows));
    }
    left.push(waiting);
    waiting = noRows();
    const quick = timedBuilder(startSegmentBuilder(1, segmentsDir), onStage);
    try {
      for (const { entries, finished } of left) {
        for (const piece of inPieces(entries, PIECE_ROWS)) {
          const written = { ...description, engine: piece.size > FEW_ROWS ? flat.name : engine };
          await buildSegment(database, segmentsDir, indexId, written, quick, piece);
        }
        for (const mark of finished) await mark();
      }
    } finally {
      await quick.close();
    }
  }
  return {
    known: (file) => marks.known(file),
    async finish(file, counts) {
      const mark = marks.finish(file, counts);
      if (mark) waiting.finished.push(mark);
    },
    async fresh(rows) {
      const known = await timed(onStage, 'save', () => alreadyIndexed(database, indexId, rows));
      const unknown = rows.filter((_, i) => !known[i]);
      const dead = await timed(onStage, 'save', () =>
        deadRows(database, datasetId, unknown, deadLinkDays ?? 0),
      );
      marks.passedOver(dead.filter((triedAt) => triedAt !== null));
      return unknown.filter((_, i) => dead[i] === null);
    },
    async miss(missed) {
      marks.missed(missed);
      const images = missed.map(({ row }) => toImage(row, null));
      const outcomes = missed.map(({ row, failure }) => ({ ...row, failure }));
      const told = outcomes.filter(({ failure }) => failure !== null);
      await save(images, told);
    },
    async add(rows) {
      // Of a row id that the manifest repeats the first holds, as it does once that one is published.
      const isFirst = rows.map(({ row }) => {
        const key = keyOf(row);
        if (waiting.keys.has(key) || building.some(({ rows: { keys } }) => keys.has(key))) return false;
        waiting.keys.add(key);
        return true;
      });
      const firsts = rows.filter((_, i) => isFirst[i]);
      const images = firsts.map(({ row, picture }) => toImage(row, picture));
      const outcomes = firsts.map(({ row }) => ({ ...row, failure: null }));
      const ids = await save(images, outcomes);
      ids.forEach((imageId, i) => waiting.entries.set(imageId, toEntry(imageId, firsts[i])));
      if (waiting.entries.size >= segmentRows) await startBuilding();
      return isFirst.map((first): RowOutcome => ({ kind: first ? 'indexed' : 'skipped' }));
    },
    async publish(signal) {
      // Its builds fail then, and are done again below.
      const giveUp = (): void => void builder.close();
      if (signal?.aborted) giveUp();
      else signal?.addEventListener('abort', giveUp, { once: true });
      try {
        await startBuilding();
        while (building.length > 0) await oldestPublished();
        const notice = leftInWords(
          await mergeIndex(database, segmentsDir, indexId, description, builder, segmentRows),
        );
        if (notice !== null) report?.(notice);
      } catch (error) {
        if (!signal?.aborted) throw error;
        await publishQuickly();
      } finally {
        signal?.removeEventListener('abort', giveUp);
      }
    },
    close: () => builder.close(),
  };
}

function timedBuilder(builder: SegmentBuilder, onStage: OnStage<IngestStage> | undefined): SegmentBuilder {
  return {
    ...builder,
    build: (...segment) => timed(onStage, 'build', () => builder.build(...segment)),
    merge: (...segments) => timed(onStage, 'merge', () => builder.merge(...segments)),
  };
}

function* inPieces<Key, Value>(entries: ReadonlyMap<Key, Value>, size: number): Generator<Map<Key, Value>> {
  const all = [...entries];
  for (let at = 0; at < all.length; at += size) yield new Map(all.slice(at, at + size));
}

/** Rows on their way into a segment. */
interface PendingRows {
  keys: Set<string>;
  /** By `images.id`. */
  entries: Map<number, SegmentEntry>;
  /** Writes the marks of the files that ended among them. */
  finished: (() => Promise<void>)[];
}

function noRows(): PendingRows {
  return { keys: new Set(), entries: new Map(), finished: [] };
}

function keyOf({ file, rowId }: ManifestRow): string {
  return `${file ?? ''}/${rowId}`;
}
