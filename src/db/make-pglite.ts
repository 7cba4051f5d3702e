import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { dataDir } from '@electric-sql/pglite-prepopulatedfs';
import { UnpackSync } from 'tar';

const UNFINISHED = '.unfinished';

/** Unpacked at once: some 20 ms. */
const PIECE_BYTES = 1024 * 1024;

/**
 * Makes the files of an empty database in `folder`, whole or not at all: one interrupted half-way would never open.
 * They are PGlite's own, packed by those who make it, and of an earlier PGlite of the same PostgreSQL; the engine refuses
 * those of another. (Unpacked by the engine they take it three times as long and half a gigabyte; made anew, four times
 * that.) The folder's parent must be claimed.
 */
export async function makePglite(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const files = await mkdtemp(`${folder}${UNFINISHED}-`);
  try {
    await unpackInto(files);
    await rename(files, folder);
  } catch (error) {
    await remove(files).catch(() => {});
    throw error;
  }
}

async function unpackInto(folder: string): Promise<void> {
  const packed = new Uint8Array(await (await dataDir()).arrayBuffer());
  // A thousand small files: one after the other they take half of what they do in Node's threads.
  const archive = new UnpackSync({
    cwd: folder,
    onwarn(code, message) {
      // Its paths begin with a slash, which is taken off.
      if (code !== 'TAR_ENTRY_INFO') throw new Error(String(message));
    },
  });
  const files = gunzipSync(packed);
  for (let at = 0; at < files.length; at += PIECE_BYTES) {
    archive.write(files.subarray(at, at + PIECE_BYTES));
    // A server whose command was killed is told of it here, and lets go of the folder.
    await setImmediate();
  }
  archive.end();
}

/** Removes what was left where making one was interrupted. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(dirname(folder)).catch(() => []);
  const left = names.filter((name) => name.startsWith(basename(folder) + UNFINISHED));
  await Promise.all(left.map((name) => remove(join(dirname(folder), name)).catch(() => {})));
}

function remove(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}
