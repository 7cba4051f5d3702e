/**
 * The chunks as one array in memory of its own. (Not `Buffer.concat`: that may put a small picture into memory
 * shared with others, which cannot be handed to another thread.)
 * @param length of all chunks together, in bytes
 */
export function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  write(bytes, chunks);
  return bytes;
}

/** What of a file is copied at once when that memory is set aside: a millisecond or two. */
const COPIED_AT_ONCE = 1024 * 1024;
/** Until this part of it has come, memory is not set aside: a client may announce what it never sends. */
const BELIEVED_FROM = 1 / 8;

/** Puts a file together as it arrives, so that no long copy is left for its end. */
export interface Collector {
  add(chunk: Uint8Array): void;
  /** All that was added. The memory behind it is nobody else's. */
  whole(): Uint8Array;
}

/** @param most bytes that are expected: what was announced, or the limit; more are taken too, by a copy */
export function collectChunks(most: number): Collector {
  const believed = Math.min(most * BELIEVED_FROM, COPIED_AT_ONCE);
  let chunks: Uint8Array[] = [];
  let length = 0;
  let room: Uint8Array | null = null;
  /** Of `room`; what came beyond it is in `chunks`. */
  let filled = 0;
  return {
    add(chunk) {
      length += chunk.length;
      if (room === null && length > believed && length <= most) {
        room = new Uint8Array(most);
        filled = write(room, chunks);
        chunks = [];
      }
      if (room === null || length > room.length) chunks.push(chunk);
      else filled += write(room.subarray(filled), [chunk]);
    },
    whole() {
      const written = room?.subarray(0, filled);
      if (written === undefined) return joinChunks(chunks, length);
      return chunks.length === 0 ? written : joinChunks([written, ...chunks], length);
    },
  };
}

/** A Buffer that is smaller may be a window on memory that Node keeps for many, whatever made it. */
const SHARED_BELOW = 64 * 1024;

/**
 * The bytes in memory that can be handed to another thread, with all that lies behind them: their own where that is
 * theirs alone, otherwise a copy.
 */
export function asOwnMemory(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && (buffer.byteLength === length || length >= SHARED_BELOW);
  return isOwn ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
}

/** @returns how many bytes that were */
function write(bytes: Uint8Array, chunks: readonly Uint8Array[]): number {
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return at;
}
