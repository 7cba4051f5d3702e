import { mapWithin } from '../../core/concurrency.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import { goneImages, listActiveSegments, replaceSegments, type ActiveSegment } from '../../db/segments.ts';
import { readRowIds } from '../../index/segment/row-vectors.ts';
import { mergeGroups, rowsOf } from './merge-policy.ts';
import { announce, describe, type IndexInWork } from './segment.ts';

/** Rows that the database is asked for at once: it answers others between two such questions. */
const ASKED_ROWS = 20_000;

/** What came of merging an index. */
export interface Merged {
  /** How many segments there are fewer. */
  fewer: number;
  /** Groups that somebody else is at or has changed meanwhile: they are left as they are, to whoever merges next. */
  left: number;
}

export interface MergeSettings {
  /** Groups that are merged at once; together they have no more rows than one segment may have. */
  threads?: number;
  /** Told of each group that was merged how many rows it has. */
  onMerged?: (rows: number) => void;
}

/**
 * Merges what `mergeGroups` says of an index, until nothing is left to merge. Each group is replaced in one step, and the
 * folders of the old segments stay for those who still read them: `removeRetired`.
 * @throws TrainspotError `segment-write-failed` where there is no room, `segment-corrupt`
 */
export async function mergeIndex(
  index: IndexInWork,
  mostRows: number,
  { threads = 1, onMerged }: MergeSettings = {},
): Promise<Merged> {
  const merged: Merged = { fewer: 0, left: 0 };
  while (merged.left === 0) {
    const groups = mergeGroups(await listActiveSegments(index.database, index.indexId), mostRows);
    if (groups.length === 0) break;
    await mapWithin(groups, { limit: threads, most: mostRows, weigh: rowsOf }, async (group) => {
      const fewer = await tryToMerge(index, group);
      if (fewer === null) merged.left++;
      else {
        merged.fewer += fewer;
        onMerged?.(rowsOf(group));
      }
    });
  }
  return merged;
}

/** @returns how many segments there are fewer; null where somebody else was at the same ones */
async function tryToMerge(index: IndexInWork, group: readonly ActiveSegment[]): Promise<number | null> {
  try {
    return await mergeGroup(index, group);
  } catch (error) {
    const ids = group.map(({ id }) => id);
    if (await isChanged(index.database, index.indexId, ids, error)) return null;
    throw error;
  }
}

async function mergeGroup(index: IndexInWork, group: readonly ActiveSegment[]): Promise<number> {
  const { database, segmentsDir, indexId, description, builder } = index;
  const ids = group.map(({ id }) => id);
  const gone = await goneRows(index, group);
  const rows = group.reduce((sum, segment) => sum + segment.rows, 0);
  if (gone.length === rows) {
    await replaceSegments(database, indexId, ids, null);
    return ids.length;
  }
  const segment = await builder.merge(description, ids, gone);
  await announce(database, segmentsDir, indexId, segment.id, () =>
    replaceSegments(database, indexId, ids, describe(segment)),
  );
  return ids.length - 1;
}

/** `images.id` of the rows that these segments hold and their index does not any more. */
async function goneRows(
  { database, segmentsDir, indexId }: IndexInWork,
  group: readonly ActiveSegment[],
): Promise<number[]> {
  const gone: number[] = [];
  for (const { id } of group.filter(({ deleted }) => deleted > 0)) {
    const held = await readRowIds(segmentsDir, id);
    for (let at = 0; at < held.length; at += ASKED_ROWS) {
      const asked = Array.from(held.subarray(at, at + ASKED_ROWS), Number);
      gone.push(...(await goneImages(database, indexId, asked)));
    }
  }
  return gone;
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
    'Some segments were not merged, because somebody else was at the same ones: another merge, ingest or removal. ' +
    'Nothing is lost: the next ingest merges them, or trainspot merge.'
  );
}
