import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runOnce } from '../runtime/processes/run-once.ts';

const UNFINISHED = '.unfinished';

/**
 * Makes the files of an empty database in `folder`, whole or not at all: one interrupted half-way would never open. It
 * is done in a process of its own: it takes half a gigabyte, of which a thread would leave a part behind.
 * The folder's parent must be claimed.
 */
export async function makePglite(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const files = await mkdtemp(`${folder}${UNFINISHED}-`);
  try {
    await runOnce<string, void>(new URL('./make-pglite-process', import.meta.url), files);
    await rename(files, folder);
  } catch (error) {
    await remove(files).catch(() => {});
    throw error;
  }
}

/** Removes what was left where making one was interrupted. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(dirname(folder)).catch(() => []);
  const left = names.filter((name) => name.startsWith(basename(folder) + UNFINISHED));
  // The process of one that was killed may go on writing for a second; then the next who opens removes it.
  await Promise.all(left.map((name) => remove(join(dirname(folder), name)).catch(() => {})));
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}
