import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { unreadable } from '../manifest-errors.ts';

const CHUNK_BYTES = 256 * 1024;

/** What each gzip file begins with. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * The bytes of a file in chunks, unpacked where it is gzip (by its content, whatever its name).
 * @throws the system's error, or zlib's where a gzip file is cut off or damaged
 */
export async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (!packed) {
    yield* file as AsyncIterable<Buffer>;
    return;
  }
  // `pipeline` hands the file's errors on, and closes both when iterating stops; its callback may stay empty.
  const unpacked = pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
  yield* unpacked as AsyncIterable<Buffer>;
}

/** Runs `work`; what it throws becomes `manifest-unreadable` with the file's name. */
export async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(basename(path), error);
  }
}

/** As `explained`, for what is iterated. */
export async function* explainedEach<T>(path: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await explained(path, () => iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.equals(GZIP_MAGIC);
  } finally {
    await handle.close();
  }
}
