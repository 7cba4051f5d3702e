import { closeSync, openSync, readSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { TrainspotError } from '../../core/errors.ts';
import { readExactly } from '../../runtime/read-exactly.ts';

/**
 * Runs `check` on an open index file, and closes it.
 * @throws TrainspotError `segment-corrupt` where it cannot be opened
 */
export async function withIndexFile<T>(file: string, check: (handle: FileHandle) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(file);
  } catch (cause) {
    throw new TrainspotError('segment-corrupt', 'The index file is missing or cannot be opened.', { cause });
  }
  try {
    return await check(handle);
  } finally {
    await handle.close();
  }
}

/** @throws TrainspotError `segment-corrupt` where the file ends before */
export async function readIndex(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const ended = (at: number): TrainspotError => corruptFile('bytes', at, position + length);
  return Buffer.from((await readExactly(handle, position, length, ended)).buffer);
}

/** Pieces of `length` bytes of an index file, at these places. @throws TrainspotError `segment-corrupt` */
export function readPieces(file: string, places: readonly number[], length: number): Promise<Buffer[]> {
  return withIndexFile(file, (handle) => Promise.all(places.map((at) => readIndex(handle, at, length))));
}

/** A file of which pieces are read, each into memory of its own; blocks the thread. */
export interface PiecesOfFile {
  /** @throws TrainspotError `segment-corrupt` where the file ends before, or cannot be read */
  read(position: number, length: number): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** @throws TrainspotError `segment-corrupt` where it cannot be opened */
export function openPieces(file: string): PiecesOfFile {
  const descriptor = orCorrupt(() => openSync(file, 'r'));
  return {
    read(position, length) {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const from = done;
        const count = orCorrupt(() => readSync(descriptor, bytes, from, length - from, position + from));
        if (count === 0) throw corruptFile('bytes', position + done, position + length);
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(descriptor),
  };
}

function orCorrupt<T>(access: () => T): T {
  try {
    return access();
  } catch (cause) {
    throw new TrainspotError('segment-corrupt', 'The index file is missing or cannot be read.', { cause });
  }
}

/** The error for a file that came out as no whole index. */
export function notWrittenWhole(cause: unknown): TrainspotError {
  const why = `The index could not be written whole; is the disk full? ${(cause as Error).message}`;
  return new TrainspotError('segment-write-failed', why, { cause });
}

/** The error for a file that is no whole index, with the number that was wrong. */
export function corruptFile(what: string, found: number | string, wanted: number | string): TrainspotError {
  return new TrainspotError('segment-corrupt', `The index file's ${what}: ${found}; it must be ${wanted}.`);
}
