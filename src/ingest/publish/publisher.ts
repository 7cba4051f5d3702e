import type { ManifestRow } from '../../core/dataset.ts';
import type { RowOutcome } from '../../core/outcome.ts';
import type { Database } from '../../db/database.ts';
import { ensureDataset, type DatasetDescription } from '../../db/datasets.ts';
import { deadRows, recordFetchOutcomes } from '../../db/fetch-outcomes.ts';
import { saveImages } from '../../db/images.ts';
import { alreadyIndexed, ensureIndex } from '../../db/indexes.ts';
import { startSegmentBuilder } from '../../index/segment-builder.ts';
import type { EmbeddingSpace } from '../../index/segment-manifest.ts';
import type { SegmentEntry } from '../../index/segment-writer.ts';
import { toEntry, toImage, type MissedRow, type SeenRow } from './image.ts';
import { mergeIndex } from './merge.ts';
import { removeRetired, retireAll } from './retired.ts';
import { buildSegment } from './segment.ts';

/** Takes the rows of one dataset, with what was seen of them. */
export interface Publisher<Seen> {
  /** Those of the rows that are still to be looked at. */
  fresh<Row extends ManifestRow>(rows: readonly Row[]): Promise<Row[]>;
  /** Saves rows. */
  add(rows: readonly Seen[]): Promise<RowOutcome[]>;
  /** Saves rows whose picture was not had: they can be looked up, and what became of their links is kept. */
  miss(rows: readonly MissedRow[]): Promise<void>;
  /** Makes everything that was added findable. */
  publish(): Promise<void>;
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
  /** From so many rows on a segment is full; the batch that fills it may lie beyond. */
  segmentRows?: number;
}

/**
 * A larger segment answers faster than several smaller ones: 1M rows at ef 256 take 0.8 ms, five segments of 200k at
 * ef 64 take 2 ms, at the same recall of edited copies. Rows wait in memory until their segment is full: at 512-d
 * with signatures of 6 KB each that is 0.8 GB, and as much again while the segment before it is built.
 */
export const SEGMENT_ROWS = 100_000;

/**
 * Takes rows into the dataset's index for a model, segment by segment: they can be searched by vector once their
 * segment is published, which full ones are at once, while the next rows are taken. Small segments of this ingest and
 * of earlier ones are merged at the end. Records the dataset and its index, and starts a thread that builds.
 */
export async function startPublisher(
  database: Database,
  dataset: DatasetDescription,
  space: EmbeddingSpace,
  segmentsDir: string,
  { rebuild = false, deadLinkDays, segmentRows = SEGMENT_ROWS }: PublisherSettings = {},
): Promise<Publisher<SeenRow>> {
  const datasetId = await ensureDataset(database, dataset);
  const indexId = await ensureIndex(database, { datasetId, ...space });
  if (rebuild) await retireAll(database, segmentsDir, indexId);
  await removeRetired(database, segmentsDir);
  const builder = startSegmentBuilder(1, segmentsDir);
  let waiting = noRows();
  let building = noRows();
  let built: Promise<void> = Promise.resolve();

  /** Hands what waits to the builder, once it is done with what it had. */
  async function startBuilding(): Promise<void> {
    await built;
    building = waiting;
    waiting = noRows();
    built = buildSegment(database, segmentsDir, indexId, space, builder, building.entries);
    // Thrown again where it is awaited; until then it is no unhandled one.
    built.catch(() => {});
  }
  return {
    async fresh(rows) {
      const known = await alreadyIndexed(database, indexId, rows);
      const unknown = rows.filter((_, i) => !known[i]);
      const dead = await deadRows(database, datasetId, unknown, deadLinkDays ?? 0);
      return unknown.filter((_, i) => !dead[i]);
    },
    async miss(missed) {
      const images = missed.map(({ row }) => toImage(row, null));
      await saveImages(database, datasetId, images);
      const outcomes = missed.map(({ row, failure }) => ({ ...row, failure }));
      const told = outcomes.filter(({ failure }) => failure !== null);
      if (deadLinkDays !== undefined) await recordFetchOutcomes(database, datasetId, told);
    },
    async add(rows) {
      // Of a row id that the manifest repeats the first holds, as it does once that one is published.
      const isFirst = rows.map(({ row }) => {
        const key = keyOf(row);
        if (waiting.keys.has(key) || building.keys.has(key)) return false;
        waiting.keys.add(key);
        return true;
      });
      const firsts = rows.filter((_, i) => isFirst[i]);
      const images = firsts.map(({ row, picture }) => toImage(row, picture));
      const ids = await saveImages(database, datasetId, images);
      if (deadLinkDays !== undefined) {
        const outcomes = firsts.map(({ row }) => ({ ...row, failure: null }));
        await recordFetchOutcomes(database, datasetId, outcomes);
      }
      ids.forEach((imageId, i) => waiting.entries.set(imageId, toEntry(imageId, firsts[i])));
      if (waiting.entries.size >= segmentRows) await startBuilding();
      return isFirst.map((first): RowOutcome => ({ kind: first ? 'indexed' : 'skipped' }));
    },
    async publish() {
      await startBuilding();
      await built;
      await mergeIndex(database, segmentsDir, indexId, space, builder, segmentRows);
    },
    close: () => builder.close(),
  };
}

/** Rows on their way into a segment. */
interface PendingRows {
  keys: Set<string>;
  /** By `images.id`. */
  entries: Map<number, SegmentEntry>;
}

function noRows(): PendingRows {
  return { keys: new Set(), entries: new Map() };
}

function keyOf({ file, rowId }: ManifestRow): string {
  return `${file ?? ''}/${rowId}`;
}
