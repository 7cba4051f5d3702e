import type { FileHandle } from 'node:fs/promises';

/**
 * Bytes of an open file, in memory of their own: a part of Node's common pool could not be handed to another thread.
 * @param ended makes what is thrown where the file ends before them, told the byte at which it does
 */
export async function readExactly(
  handle: FileHandle,
  position: number,
  length: number,
  ended: (at: number) => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw ended(position + done);
    done += bytesRead;
  }
  return bytes;
}
