import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/trainspot/', import.meta.url));

/**
 * A folder that is made once for all suites, and kept beside the modules for the next run.
 * @param name of what it holds and of all that this depends on
 * @param make fills the folder that it is given, which does not exist yet
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const making = await mkdtemp(join(CACHE, 'making-'));
  try {
    await make(join(making, 'made'));
    // Another suite may have been first; then that one is used.
    await rename(join(making, 'made'), folder).catch(() => {});
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return folder;
}
