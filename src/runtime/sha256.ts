import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { hasCode } from '../core/system-error.ts';

const READ_BYTES = 1024 * 1024;

/** How many bytes something has, and their SHA-256 in lower-case hex. */
export interface Hashed {
  bytes: number;
  sha256: string;
}

/** SHA-256 in lower-case hex; of a text, that of its UTF-8. */
export function sha256Of(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Of what comes piece by piece; each is let go as soon as it is hashed. */
export async function hashChunks(chunks: AsyncIterable<Uint8Array>): Promise<Hashed> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The bytes of a file in pieces of 1 MiB. @throws the system's error where it cannot be read, or the signal's */
export function fileChunks(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  return createReadStream(path, { highWaterMark: READ_BYTES, signal }) as AsyncIterable<Uint8Array>;
}

/** Of a file, read from the disk in pieces. @throws the system's error where it cannot be read */
export function hashFile(path: string): Promise<Hashed> {
  return hashChunks(fileChunks(path));
}

/** Of a file, or null where there is none. */
export async function findSha256(path: string): Promise<string | null> {
  try {
    return (await hashFile(path)).sha256;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
