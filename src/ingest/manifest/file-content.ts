import { hashChunks } from '../../runtime/sha256.ts';
import type { InputFile, InputState } from '../inputs/input.ts';
import { unreadable } from './manifest-errors.ts';

/** What files hold, and how they are read. */
export interface FileContent {
  /** Lower-case hex; another one where a byte or the way of reading differs. */
  sha256: string;
  /**
   * Whether the files are still the ones that were looked at: by their size, their time of change and their inode; of one
   * elsewhere by its ETag.
   */
  isUnchanged(): Promise<boolean>;
}

/** To be raised when rows are read in another way from the same columns: files are then ingested again. */
const READING_VERSION = 2;

/**
 * Reads files to their ends. A size and a time of change would be had for nothing, and are kept when a file is copied over
 * or fetched again in part; reading a gigabyte takes a second or two, and ingesting it an hour. A file elsewhere is told by
 * its address, its length and its server's ETag instead: to read it would take as long as to ingest it.
 * @param reading how their rows are read: the format, and the columns
 * @param signal ends the reading, which then fails
 * @throws TrainspotError `manifest-unreadable`
 */
export async function contentOf(
  files: readonly InputFile[],
  reading: string,
  signal?: AbortSignal,
): Promise<FileContent> {
  const states = await Promise.all(files.map(stateOf));
  async function* hashed(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(JSON.stringify([READING_VERSION, reading]));
    for (const [i, file] of files.entries()) {
      const { bytes, identity } = states[i];
      // With its name, by which rows without ids are known; and with its size, so that no byte can change files.
      yield Buffer.from(JSON.stringify([file.name, bytes]));
      if (identity !== null) {
        yield Buffer.from(identity);
        continue;
      }
      try {
        yield* file.chunks({}, signal);
      } catch (error) {
        throw unreadable(file.name, error);
      }
    }
  }
  const { sha256 } = await hashChunks(hashed());
  return {
    sha256,
    async isUnchanged() {
      const unchanged = await Promise.all(files.map((file, i) => isUnchanged(file, states[i])));
      return unchanged.every(Boolean);
    },
  };
}

async function stateOf(file: InputFile): Promise<InputState> {
  try {
    return await file.state();
  } catch (error) {
    throw unreadable(file.name, error);
  }
}

async function isUnchanged(file: InputFile, then: InputState): Promise<boolean> {
  try {
    return await file.isUnchanged(then);
  } catch (error) {
    throw unreadable(file.name, error);
  }
}
