import { constants, createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { readExactly } from '../../runtime/read-exactly.ts';
import type { InputFile, InputState, Inputs, OpenOptions } from './input.ts';

const CHUNK_BYTES = 256 * 1024;

const PLAIN_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file on this machine. */
export function localFile(path: string, { plain = false }: OpenOptions = {}): InputFile {
  const state = async (): Promise<InputState> => {
    const { size, mtimeMs, ino } = await stat(path);
    return { bytes: size, mark: `${size} ${mtimeMs} ${ino}`, identity: null };
  };
  return {
    path,
    name: basename(path),
    isRemote: false,
    async open() {
      const handle = await open(path, plain ? PLAIN_FLAGS : 'r');
      try {
        const stats = await handle.stat();
        if (plain && !stats.isFile()) throw new Error('it is no file');
        return {
          byteLength: stats.size,
          read: (position, length, ended) => readExactly(handle, position, length, ended),
          close: () => handle.close(),
        };
      } catch (error) {
        await handle.close();
        throw error;
      }
    },
    chunks({ start, end } = {}, signal) {
      if (end !== undefined && end <= (start ?? 0)) return nothing();
      // Node's end is the last byte.
      return createReadStream(path, {
        highWaterMark: CHUNK_BYTES,
        start,
        ...(end !== undefined && { end: end - 1 }),
        signal,
      }) as AsyncIterable<Buffer>;
    },
    state,
    isUnchanged: async (then) => (await state()).mark === then.mark,
  };
}

/** Files on this machine alone. */
export const localInputs: Inputs = {
  file: localFile,
  namesIn: async (path) => ((await stat(path)).isDirectory() ? readdir(path) : null),
  close: async () => {},
};

async function* nothing(): AsyncGenerator<Buffer> {}
