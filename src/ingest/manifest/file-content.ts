import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileChunks, hashChunks } from '../../runtime/sha256.ts';
import { unreadable } from './manifest-errors.ts';

/** What files hold, and how they are read. */
export interface FileContent {
  /** Lower-case hex; another one where a byte or the way of reading differs. */
  sha256: string;
  /** Whether the files are still the ones that were looked at, by their size, their time of change and their inode. */
  isUnchanged(): Promise<boolean>;
}

/** To be raised when rows are read in another way from the same columns: files are then ingested again. */
const READING_VERSION = 2;

/**
 * Reads files to their ends. A size and a time of change would be had for nothing, and are kept when a file is copied over
 * or fetched again in part; reading a gigabyte takes a second or two, and ingesting it an hour.
 * @param reading how their rows are read: the format, and the columns
 * @param signal ends the reading, which then fails
 * @throws TrainspotError `manifest-unreadable`
 */
export async function contentOf(
  paths: readonly string[],
  reading: string,
  signal?: AbortSignal,
): Promise<FileContent> {
  const states = await Promise.all(paths.map(stateOf));
  async function* hashed(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(JSON.stringify([READING_VERSION, reading]));
    for (const [i, path] of paths.entries()) {
      // With its name, by which rows without ids are known; and with its size, so that no byte can change files.
      yield Buffer.from(JSON.stringify([basename(path), states[i].size]));
      try {
        yield* fileChunks(path, signal);
      } catch (error) {
        throw unreadable(basename(path), error);
      }
    }
  }
  const { sha256 } = await hashChunks(hashed());
  return {
    sha256,
    async isUnchanged() {
      const now = await Promise.all(paths.map(stateOf));
      return JSON.stringify(now) === JSON.stringify(states);
    },
  };
}

async function stateOf(path: string): Promise<{ size: number; changedMs: number; inode: number }> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return { size, changedMs: mtimeMs, inode: ino };
  } catch (error) {
    throw unreadable(basename(path), error);
  }
}
