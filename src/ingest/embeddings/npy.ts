import { fromHalves } from '../../core/half-float.ts';
import type { InputFile } from '../inputs/input.ts';
import { vectorsUnreadable } from './embeddings-errors.ts';
import { parseNpyHeader, type NpyHeader } from './npy-header.ts';

/** Bytes with a name and a length, which may be read more than once. */
export interface ByteSource {
  /** For messages, without folders. */
  name: string;
  byteLength: number;
  /** From the start. */
  chunks(): AsyncIterable<Uint8Array>;
}

/** A file of vectors, a row each. It holds nothing open until `blocks` is iterated. */
export interface VectorFile {
  /** For messages, without folders. */
  name: string;
  rows: number;
  dimensions: number;
  /**
   * All values in order, in arrays of whole rows, some 4 MB at most. NaN and infinities are handed on.
   * @throws TrainspotError `embeddings-unreadable` where the file breaks off
   */
  blocks(): AsyncIterable<Float32Array>;
}

const BLOCK_BYTES = 2 * 1024 * 1024;

export async function fileSource(file: InputFile): Promise<ByteSource> {
  const { name } = file;
  try {
    const { bytes } = await file.state();
    return { name, byteLength: bytes, chunks: () => file.chunks() };
  } catch (error) {
    throw vectorsUnreadable(name, error);
  }
}

/**
 * Opens an array of numpy's (see `parseNpyHeader` for which) and compares its length with its shape.
 * @throws TrainspotError `embeddings-unreadable` with the name, and what is wrong
 */
export async function openNpy(source: ByteSource): Promise<VectorFile> {
  const { name, byteLength } = source;
  const header = await explained(name, () => readHeader(source));
  const { rows, dimensions, valueBytes, bytes } = header;
  const wanted = bytes + rows * dimensions * valueBytes;
  if (byteLength !== wanted) {
    throw vectorsUnreadable(
      name,
      `it has ${byteLength} bytes, and ${rows} rows of ${dimensions} values are ${wanted}`,
    );
  }
  return { name, rows, dimensions, blocks: () => blocksOf(source, header) };
}

async function readHeader(source: ByteSource): Promise<NpyHeader> {
  let start = Buffer.alloc(0);
  for await (const chunk of source.chunks()) {
    start = Buffer.concat([start, chunk]);
    const header = parseNpyHeader(start);
    if (header) return header;
  }
  throw new Error(`it has ${start.length} bytes, too few for a header`);
}

async function* blocksOf(source: ByteSource, header: NpyHeader): AsyncGenerator<Float32Array> {
  const { dimensions, valueBytes, rows } = header;
  const rowBytes = dimensions * valueBytes;
  const block = new Uint8Array(Math.max(1, Math.floor(BLOCK_BYTES / rowBytes)) * rowBytes);
  let [skip, filled, given] = [header.bytes, 0, 0];
  const chunks = source.chunks()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await explained(source.name, () => chunks.next());
      if (next.done) break;
      let at = Math.min(skip, next.value.length);
      skip -= at;
      while (at < next.value.length) {
        const part = next.value.subarray(at, at + block.length - filled);
        block.set(part, filled);
        at += part.length;
        filled += part.length;
        if (filled < block.length) continue;
        yield valuesIn(block, valueBytes);
        given += block.length;
        filled = 0;
      }
    }
  } finally {
    await chunks.return?.();
  }
  if (given + filled !== rows * rowBytes) {
    throw vectorsUnreadable(
      source.name,
      `it ends within row ${Math.floor((given + filled) / rowBytes)} of ${rows}`,
    );
  }
  if (filled > 0) yield valuesIn(block.subarray(0, filled), valueBytes);
}

/** A copy: the bytes are written over by the next block. */
function valuesIn(bytes: Uint8Array, valueBytes: 2 | 4): Float32Array {
  const count = bytes.length / valueBytes;
  // Node runs on little-endian machines alone, so the file's order is the machine's.
  if (valueBytes === 2) return fromHalves(new Uint16Array(bytes.buffer, bytes.byteOffset, count));
  return new Float32Array(bytes.buffer, bytes.byteOffset, count).slice();
}

async function explained<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw vectorsUnreadable(name, error);
  }
}
