import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '../../db/database.ts';
import { imagesOfSegments, listLiveSegments, replaceSegments, type LiveSegment } from '../../db/segments.ts';
import type { SegmentBuilder } from '../../index/segment-builder.ts';
import type { EmbeddingSpace } from '../../index/segment-manifest.ts';
import { describe, ENGINE } from './segment.ts';

/** Segments that are merged into one at least, unless rows of one were deleted. */
const FEWEST = 4;

/** A segment is full from this share of the most rows on, and is left alone. */
const FULL = 0.5;

/** Share of a segment's rows that is deleted before it is written anew. */
const MOST_DELETED = 0.2;

/**
 * The segments to be merged into one each: small ones in the order of their publication, as many as fit, once there
 * are four of them; and those of which a fifth of the rows is gone.
 * @param mostRows of one segment
 */
export function mergeGroups(segments: readonly LiveSegment[], mostRows: number): LiveSegment[][] {
  const groups: LiveSegment[][] = [];
  let group: LiveSegment[] = [];
  const close = (): void => {
    if (group.length >= FEWEST || group.some(isWorn)) groups.push(group);
    group = [];
  };
  for (const segment of segments) {
    if (live(segment) > FULL * mostRows && !isWorn(segment)) continue;
    if (rowsOf(group) + live(segment) > mostRows) close();
    group.push(segment);
  }
  close();
  return groups;
}

/**
 * Merges what `mergeGroups` says of an index. Each group is replaced in one step, and the folders of the old segments
 * stay for those who still read them: `removeRetiredSegments`.
 * @returns how many segments there are fewer
 */
export async function mergeIndex(
  database: Database,
  segmentsDir: string,
  indexId: number,
  space: EmbeddingSpace,
  builder: SegmentBuilder,
  mostRows: number,
): Promise<number> {
  let fewer = 0;
  for (const group of mergeGroups(await listLiveSegments(database, indexId), mostRows)) {
    const ids = group.map(({ id }) => id);
    const kept = await imagesOfSegments(database, indexId, ids);
    const merged = kept.length === 0 ? null : await builder.merge({ engine: ENGINE, ...space }, ids, kept);
    try {
      await replaceSegments(database, indexId, ids, merged && describe(merged));
    } catch (error) {
      if (merged) await rm(join(segmentsDir, merged.id), { recursive: true, force: true });
      throw error;
    }
    fewer += merged ? ids.length - 1 : ids.length;
  }
  return fewer;
}

function live({ rows, deleted }: LiveSegment): number {
  return rows - deleted;
}

function isWorn({ rows, deleted }: LiveSegment): boolean {
  return deleted >= MOST_DELETED * rows;
}

function rowsOf(group: readonly LiveSegment[]): number {
  return group.reduce((sum, segment) => sum + live(segment), 0);
}
