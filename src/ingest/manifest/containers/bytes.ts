import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { InputFile } from '../../inputs/input.ts';
import { unreadable } from '../manifest-errors.ts';

const CHUNK_BYTES = 256 * 1024;

/** What each gzip file begins with. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * The bytes of a file in chunks, unpacked where it is gzip (by its content, whatever its name).
 * @throws the system's error, RemoteFailure, or zlib's where a gzip file is cut off or damaged
 */
export async function* fileBytes(file: InputFile): AsyncGenerator<Buffer> {
  const chunks = withWholeStart(file.chunks());
  const first = await chunks.next();
  if (first.done) return;
  const all = startingWith(first.value, chunks);
  if (!first.value.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) {
    yield* all;
    return;
  }
  // `pipeline` hands the file's errors on, and closes both when iterating stops; its callback may stay empty.
  const unpacked = pipeline(Readable.from(all), createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
  yield* unpacked as AsyncIterable<Buffer>;
}

/** Runs `work`; what it throws becomes `manifest-unreadable` with the file's name. */
export async function explained<T>({ name }: InputFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(name, error);
  }
}

/** As `explained`, for what is iterated. */
export async function* explainedEach<T>(file: InputFile, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await explained(file, () => iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

/** The chunks, of which the first is long enough to tell gzip by: a network may cut anywhere. */
async function* withWholeStart(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start === null) yield chunk;
    else {
      start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
      if (start.length < GZIP_MAGIC.length) continue;
      yield start;
      start = null;
    }
  }
  if (start !== null && start.length > 0) yield start;
}

async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
