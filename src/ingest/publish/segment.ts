import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { publishSegment, type SegmentDescription } from '../../db/indexes.ts';
import { isListed, publishableImages } from '../../db/segments.ts';
import type { SegmentBuilder } from '../../index/segment/builder.ts';
import type { SegmentManifest } from '../../index/segment/manifest.ts';
import type { SegmentDescription as NewSegment, SegmentEntry } from '../../index/segment/writer.ts';
import { sha256Of } from '../../runtime/sha256.ts';

/** An index that segments are built for. */
export interface IndexInWork {
  database: Database;
  segmentsDir: string;
  indexId: number;
  /** Of new segments. */
  description: NewSegment;
  builder: SegmentBuilder;
}

/**
 * Builds a segment of these rows and publishes it. Rows that another ingest of the same index published meanwhile, and
 * those that were removed, are left out, and the rest is built again.
 * @param entries by `images.id`; may be none
 * @param before what is to be published first; where that fails, nothing of this is
 */
export async function buildSegment(
  { database, segmentsDir, indexId, description, builder }: IndexInWork,
  entries: ReadonlyMap<number, SegmentEntry>,
  before?: Promise<void>,
): Promise<void> {
  let rest = entries;
  while (rest.size > 0) {
    const ids = [...rest.keys()];
    const segment = await builder.build(description, [...rest.values()]);
    try {
      await announce(database, segmentsDir, indexId, segment.id, async () => {
        await before;
        await publishSegment(database, indexId, describe(segment), ids);
      });
      return;
    } catch (error) {
      if (!(error instanceof TrainspotError) || error.code !== 'segments-changed') throw error;
      const left = await publishableImages(database, indexId, ids);
      if (left.size === ids.length) throw error;
      rest = new Map([...rest].filter(([id]) => left.has(id)));
    }
  }
}

/**
 * Announces a segment that was written, by `change`: afterwards either all of its rows can be searched, or none can and
 * nothing of the segment is left. A connection may break after a commit and before its answer; then the database is
 * asked which it was, and where it cannot be asked the folder stays.
 * @param change a transaction that lists the segment
 */
export async function announce(
  database: Database,
  segmentsDir: string,
  indexId: number,
  segmentId: string,
  change: () => Promise<void>,
): Promise<void> {
  try {
    await change();
  } catch (error) {
    const listed = await isListed(database, indexId, segmentId).catch(() => null);
    if (listed === false) await rm(join(segmentsDir, segmentId), { recursive: true, force: true });
    if (listed && (error as TrainspotError).code === 'database-unavailable') return;
    throw error;
  }
}

/** What the database keeps of a segment. */
export function describe(segment: SegmentManifest): SegmentDescription {
  // Of the manifest, which holds the checksum of every file: one number stands for the whole segment.
  const checksum = sha256Of(JSON.stringify(segment));
  return { id: segment.id, rows: segment.rows, checksum };
}
