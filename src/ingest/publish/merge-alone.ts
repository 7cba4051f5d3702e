import { dirname, join } from 'node:path';
import { listActiveSegments } from '../../db/segments.ts';
import { claimFolder, type HeldClaim } from '../../runtime/processes/claim.ts';
import { mergeGroups } from './merge-policy.ts';
import { mergeIndex, type Merged, type MergeSettings } from './merge.ts';
import type { IndexInWork } from './segment.ts';

/** Thrown by nobody but here, and caught here. */
const HELD = new Error('Another process merges this index.');

/**
 * `mergeIndex`, while no other process does: hours of work would be thrown away. Where one does, everything is left to it.
 * @throws TrainspotError as `mergeIndex` does
 */
export async function mergeAlone(
  index: IndexInWork,
  mostRows: number,
  settings?: MergeSettings,
): Promise<Merged> {
  const groups = mergeGroups(await listActiveSegments(index.database, index.indexId), mostRows);
  if (groups.length === 0) return { fewer: 0, left: 0 };
  const claim = await claimMerge(index);
  if (claim === 'held') return { fewer: 0, left: groups.length };
  try {
    return await mergeIndex(index, mostRows, settings);
  } finally {
    await claim?.release();
  }
}

/** Null where nothing can be claimed, as without hard links or room: of two merges of the same segments one stands all the same. */
async function claimMerge({ segmentsDir, indexId }: IndexInWork): Promise<HeldClaim<object> | 'held' | null> {
  try {
    return await claimFolder(join(dirname(segmentsDir), '.merges', String(indexId)), {}, () => HELD);
  } catch (error) {
    return error === HELD ? 'held' : null;
  }
}
