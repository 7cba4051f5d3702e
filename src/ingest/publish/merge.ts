import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import {
  imagesOfSegments,
  listActiveSegments,
  replaceSegments,
  type ActiveSegment,
} from '../../db/segments.ts';
import { announce, describe, type IndexInWork } from './segment.ts';

/** Segments that are merged into one at least, unless rows of one were deleted. */
const FEWEST = 4;

/** A segment is full from this share of the most rows on, and is left alone. */
const FULL = 0.5;

/** Share of a segment's rows that is deleted before it is written anew. */
const MAX_DELETED = 0.2;

/**
 * The segments to be merged into one each: small ones in the order of their publication, as many as fit, once there
 * are four of them; and those of which a fifth of the rows is gone.
 * @param mostRows of one segment
 */
export function mergeGroups(segments: readonly ActiveSegment[], mostRows: number): ActiveSegment[][] {
  const groups: ActiveSegment[][] = [];
  let group: ActiveSegment[] = [];
  const close = (): void => {
    if (group.length >= FEWEST || group.some(isWorn)) groups.push(group);
    group = [];
  };
  for (const segment of segments) {
    if (active(segment) > FULL * mostRows && !isWorn(segment)) continue;
    if (rowsOf(group) + active(segment) > mostRows) close();
    group.push(segment);
  }
  close();
  return groups;
}

/** What came of merging an index. */
export interface Merged {
  /** How many segments there are fewer. */
  fewer: number;
  /** Groups that another ingest or a removal changed meanwhile: they are left as they are, to whoever merges next. */
  left: number;
}

/**
 * Merges what `mergeGroups` says of an index. Each group is replaced in one step, and the folders of the old segments
 * stay for those who still read them: `removeRetired`.
 * @throws TrainspotError `segment-write-failed` where there is no room, `segment-corrupt`
 */
export async function mergeIndex(index: IndexInWork, mostRows: number): Promise<Merged> {
  const { database, indexId } = index;
  const merged: Merged = { fewer: 0, left: 0 };
  for (const group of mergeGroups(await listActiveSegments(database, indexId), mostRows)) {
    const ids = group.map(({ id }) => id);
    try {
      merged.fewer += await mergeGroup(index, ids);
    } catch (error) {
      if (!(await isChanged(database, indexId, ids, error))) throw error;
      merged.left++;
    }
  }
  return merged;
}

/** @returns how many segments there are fewer */
async function mergeGroup(
  { database, segmentsDir, indexId, description, builder }: IndexInWork,
  ids: readonly string[],
): Promise<number> {
  const kept = await imagesOfSegments(database, indexId, ids);
  if (kept.length === 0) {
    await replaceSegments(database, indexId, ids, null);
    return ids.length;
  }
  const segment = await builder.merge(description, ids, kept);
  await announce(database, segmentsDir, indexId, segment.id, () =>
    replaceSegments(database, indexId, ids, describe(segment)),
  );
  return ids.length - 1;
}

/** Whether merging failed because somebody else was at the same segments. */
async function isChanged(
  database: Database,
  indexId: number,
  ids: readonly string[],
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof TrainspotError)) return false;
  if (error.code === 'segments-changed') return true;
  // Whoever rebuilds an index removes the folders of its segments at once.
  if (error.code !== 'segment-corrupt') return false;
  const live = new Set((await listActiveSegments(database, indexId)).map(({ id }) => id));
  return !ids.every((id) => live.has(id));
}

/** What to tell whoever waits for the merge; null where nothing was left. */
export function leftInWords({ left }: Merged): string | null {
  if (left === 0) return null;
  return (
    'Small segments were not merged, because another ingest or a removal was at the same ones. Nothing is lost: the ' +
    'next ingest merges them.'
  );
}

function active({ rows, deleted }: ActiveSegment): number {
  return rows - deleted;
}

function isWorn({ rows, deleted }: ActiveSegment): boolean {
  return deleted >= MAX_DELETED * rows;
}

function rowsOf(group: readonly ActiveSegment[]): number {
  return group.reduce((sum, segment) => sum + active(segment), 0);
}
