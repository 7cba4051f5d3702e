import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../core/system-error.ts';

/** `images.id` of each vector, in ordinal order, as unsigned 64-bit little-endian integers. */
export const ROWS_FILE = 'rows.u64';
export const ROW_ID_BYTES = 8;

/** The PDQ hash of each row, in ordinal order, 32 bytes each; all zeros where there is none to look up. */
export const HASHES_FILE = 'hashes.pdq';

/** Begins the name of a folder that is still being written; no segment id begins so. */
export const TEMPORARY_PREFIX = '.tmp-';

const HOUR_MS = 3_600_000;

/** Name of the engine's own file in a segment. */
export function vectorsFile(engine: string): string {
  return `vectors.${engine}`;
}

/** Returns once a file's bytes, or a folder's entries, are on the disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Removes the folders that writers left half-written, and says how many. A folder that changed within the last
 * `olderThanMs` is let be: another process may be writing it. (Writing takes seconds even for a million rows;
 * the long part, building, is over before the folder is made.)
 */
export async function removeStaleTemporaries(segmentsDir: string, olderThanMs = HOUR_MS): Promise<number> {
  const names = await readdir(segmentsDir).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  });
  let removed = 0;
  for (const name of names) {
    if (!name.startsWith(TEMPORARY_PREFIX)) continue;
    const folder = join(segmentsDir, name);
    if (Date.now() - (await lastChangeMs(folder)) < olderThanMs) continue;
    await rm(folder, { recursive: true, force: true });
    removed++;
  }
  return removed;
}

/** The newest change of a folder or of anything in it; writing to a file does not change its folder. */
async function lastChangeMs(folder: string): Promise<number> {
  let newest = 0;
  const inside = await readdir(folder).catch(() => []);
  for (const path of [folder, ...inside.map((name) => join(folder, name))]) {
    // A writer that finishes meanwhile renames its folder away.
    newest = Math.max(
      newest,
      await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      ),
    );
  }
  return newest;
}
