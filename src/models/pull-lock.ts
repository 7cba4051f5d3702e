import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainspotError } from '../core/errors.ts';
import type { ModelCard } from '../core/model-card.ts';
import { onDisk } from './on-disk.ts';

const heldHere = new Set<string>();

/**
 * Runs `work` while no other process, and no other call of this one, pulls into the same folder.
 * @throws TrainspotError `download-failed` where one does.
 */
export async function withPullLock<Result>(
  card: ModelCard,
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const path = join(folder, '.pull-lock');
  if (heldHere.has(path)) throw underWay(card, process.pid);
  heldHere.add(path);
  try {
    await takeLock(card, path);
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    heldHere.delete(path);
  }
}

async function takeLock(card: ModelCard, path: string): Promise<void> {
  if (await onDisk(() => createLock(path))) return;
  const owner = Number(await readFile(path, 'utf8'));
  // Our own number may be left over too: in a container every run of a program has the same one.
  if (owner !== process.pid && isAlive(owner)) throw underWay(card, owner);
  await onDisk(() => rm(path, { force: true }));
  if (!(await onDisk(() => createLock(path)))) throw underWay(card, owner);
}

/** Whether the lock was free. */
async function createLock(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function underWay(card: ModelCard, pid: number): TrainspotError {
  return new TrainspotError(
    'download-failed',
    `${card.name} is already being pulled (process ${pid}). Wait for it to end.`,
  );
}
