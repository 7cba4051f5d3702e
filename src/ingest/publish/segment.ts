import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { publishSegment } from '../../db/indexes.ts';
import type { SegmentManifest } from '../../index/segment-manifest.ts';

/** The engine of new segments; `index/registry.ts` lists them all. */
export const ENGINE = 'hnsw';

/**
 * Announces a segment that was written: afterwards either all of its rows can be searched, or none can and nothing
 * of the segment is left.
 * @param imageIds the segment's rows
 */
export async function announce(
  database: Database,
  segmentsDir: string,
  indexId: number,
  segment: SegmentManifest,
  imageIds: readonly number[],
): Promise<void> {
  const description = { id: segment.id, rows: segment.rows, checksum: checksumOf(segment) };
  try {
    await publishSegment(database, indexId, description, imageIds);
  } catch (error) {
    await rm(join(segmentsDir, segment.id), { recursive: true, force: true });
    throw error;
  }
}

/** Of the manifest, which holds the checksum of every file: one number stands for the whole segment. */
export function checksumOf(segment: SegmentManifest): string {
  return createHash('sha256').update(JSON.stringify(segment)).digest('hex');
}
