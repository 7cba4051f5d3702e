import { join } from 'node:path';
import { openSegment } from './open-segment.ts';
import type { SegmentManifest } from './manifest.ts';
import { writeSegment, type SegmentDescription, type SegmentEntry } from './writer.ts';
import { openKeypointFile, KEYPOINTS_FILE } from './keypoint-file.ts';

/**
 * Writes one segment of the rows of several, in their order, and leaves these as they are. Blocks the thread as
 * `writeSegment` does, and holds all kept rows in memory.
 * @param kept `images.id` of the rows that are wanted; all others are left out
 * @throws TrainspotError as `openSegment` and `writeSegment` do; a row whose keypoints is damaged stops it too
 */
export async function mergeSegments(
  segmentsDir: string,
  description: SegmentDescription,
  ids: readonly string[],
  kept: ReadonlySet<number>,
): Promise<SegmentManifest> {
  const entries: SegmentEntry[] = [];
  for (const id of ids) entries.push(...(await keptEntries(segmentsDir, description, id, kept)));
  return writeSegment(segmentsDir, description, entries);
}

async function keptEntries(
  segmentsDir: string,
  description: SegmentDescription,
  id: string,
  kept: ReadonlySet<number>,
): Promise<SegmentEntry[]> {
  const segment = await openSegment(segmentsDir, id, description);
  const keypoints = await openKeypointFile(join(segmentsDir, id, KEYPOINTS_FILE), id);
  try {
    const entries: SegmentEntry[] = [];
    for (let ordinal = 0; ordinal < segment.manifest.rows; ordinal++) {
      const entry = segment.entry(ordinal);
      if (kept.has(entry.imageId)) entries.push({ ...entry, keypoints: await keypoints.read(ordinal) });
    }
    return entries;
  } finally {
    segment.close();
    await keypoints.close();
  }
}
