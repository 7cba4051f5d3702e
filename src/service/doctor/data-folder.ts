import { constants, existsSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataFolderHolder, type DataFolderHolder } from '../../db/data-folder.ts';
import type { DataPaths } from '../../runtime/data-paths.ts';
import { bytesInWords, error, ok, warning, type Finding } from './finding.ts';

/** An index of 100,000 rows of 512 numbers, with its graph, its hashes and its keypoints, twice over. */
const FREE_BYTES = 2e9;
const ANSWER_MS = 3_000;

/** Whether the data folder can be used, and what room there is. */
export async function examineDataFolder({ dataDir }: DataPaths): Promise<Finding[]> {
  const there = existsSync(dataDir);
  const folder = there ? dataDir : nearestFolder(dataDir);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch {
    const what = there ? 'The data folder' : 'The folder that the data folder would be made in';
    const cure = 'Make it writable for this user, or choose another one with --data or DATA_DIR.';
    return [error('data folder', `${what} cannot be written to. ${cure}`)];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const room = `${bytesInWords(free)} are free where it lies`;
  if (free < FREE_BYTES) {
    const why = 'An ingest writes new segments beside the old ones, and a full disk ends it. Make room.';
    return [warning('data folder', `Only ${room}. ${why}`)];
  }
  return [ok('data folder', there ? `It can be written to; ${room}.` : `It is not there yet; ${room}.`)];
}

/** The server that holds the data folder, and whether it is well; nothing where there is none. */
export async function examineServer(holder: DataFolderHolder | null): Promise<Finding[]> {
  if (holder === null || holder.address === null) return [];
  const server = `The server at ${holder.address}, process ${holder.pid}, which holds the data folder,`;
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const response = await fetch(new URL('/readyz', holder.address), { signal });
    if (response.ok) return [ok('server', `${server} is ready.`)];
    const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
    return [error('server', `${server} is not ready (${response.status}). ${detail ?? ''}`.trimEnd())];
  } catch {
    const cure = 'It may be starting, stopped by a debugger, or overloaded: see what it printed.';
    return [error('server', `${server} did not answer within ${ANSWER_MS / 1000} s. ${cure}`)];
  }
}

/** Whoever has claimed the data folder; null where nobody has, or where it is not there. */
export function holderOfData({ dataDir }: DataPaths): Promise<DataFolderHolder | null> {
  // What is wrong with the folder is found by itself.
  return dataFolderHolder(dataDir).catch(() => null);
}

function nearestFolder(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? parent : nearestFolder(parent);
}
