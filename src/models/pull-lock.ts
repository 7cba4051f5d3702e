import { basename, dirname, join } from 'node:path';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { hasCode } from '../core/system-error.ts';
import { claimFolder, type ClaimHolder, type HeldClaim } from '../runtime/processes/claim.ts';
import { onDisk } from './on-disk.ts';

/**
 * Runs `work` while no other process, and no other call of this one, pulls into the same folder.
 * @throws TrainspotError `download-failed` where one does.
 */
export async function withPullLock<Result>(
  card: ModelCard,
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const claim = await claimPull(card, folder);
  try {
    return await work();
  } finally {
    await claim?.release();
  }
}

/** Null where claims cannot be: without hard links. What two pulls bring there at once is still held to its checksum. */
async function claimPull(card: ModelCard, folder: string): Promise<HeldClaim<object> | null> {
  const claims = join(dirname(folder), '.pulls', basename(folder));
  try {
    return await claimFolder(claims, {}, (holder) => underWay(card, holder));
  } catch (error) {
    if (hasCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS')) return null;
    if (error instanceof TrainspotError) throw error;
    return onDisk(() => Promise.reject(error as Error));
  }
}

function underWay(card: ModelCard, { pid, elsewhere }: ClaimHolder<object>): TrainspotError {
  const host = elsewhere === null ? '' : ` on ${elsewhere}`;
  return new TrainspotError(
    'download-failed',
    `${card.name} is already being pulled (process ${pid}${host}). Wait for it to end.`,
  );
}
