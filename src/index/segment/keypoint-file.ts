import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { TrainspotError } from '../../core/errors.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { readExactly } from '../../runtime/read-exactly.ts';

/**
 * `signatures.bin`: for each row, in ordinal order, 16 bytes: where its keypoints begin (unsigned 64-bit), its
 * length in bytes (32-bit, 0 for a row without one), and the CRC-32 of these 12 bytes and of the keypoints
 * (32-bit); then the keypoints one after the other. All little-endian.
 */
export const KEYPOINTS_FILE = 'signatures.bin';

const ENTRY_BYTES = 16;
const CHECKED_BYTES = 12;

/** No keypoints is longer, so that a damaged length is noticed before so much memory is taken. */
export const MAX_KEYPOINT_BYTES = 64 * 1024;

const WRITE_BYTES = 1024 * 1024;

/** Rows whose keypoints are read at once, where all are read: some 3 MB. */
const READ_ROWS = 512;

/** The keypoints of one segment, on the disk. */
export interface KeypointFile {
  /**
   * The keypoints of a row, read from its place in the file and checked by its CRC-32; null where it has none.
   * @throws TrainspotError `segment-corrupt` when it cannot be read or is not what was written; only this row's
   */
  read(ordinal: number): Promise<KeypointBytes | null>;
  /** The keypoints of `rows` rows from the first on, as `read` gives each. @throws TrainspotError as it does */
  all(rows: number): AsyncGenerator<KeypointBytes | null>;
  /** Closes the file once the reads under way are done. */
  close(): Promise<void>;
}

/**
 * Writes keypoints as they come, about 1 MiB at a time; beside it, 16 bytes a row are held.
 * @param rows how many there are @param keypoints of 64 KiB at most, in ordinal order
 */
export async function writeKeypointFile(
  file: string,
  rows: number,
  keypoints: Iterable<KeypointBytes | null> | AsyncIterable<KeypointBytes | null>,
): Promise<void> {
  const table = Buffer.alloc(rows * ENTRY_BYTES);
  const handle = await open(file, 'w');
  try {
    let begin = table.length;
    let ordinal = 0;
    let piece: KeypointBytes[] = [];
    let bytes = 0;
    async function writePiece(): Promise<void> {
      await writeAt(handle, Buffer.concat(piece), begin - bytes);
      piece = [];
      bytes = 0;
    }
    for await (const each of keypoints) {
      const entry = table.subarray(ordinal * ENTRY_BYTES, (ordinal + 1) * ENTRY_BYTES);
      entry.writeBigUInt64LE(BigInt(begin), 0);
      entry.writeUInt32LE(each?.length ?? 0, 8);
      entry.writeUInt32LE(checksum(entry, each ?? new Uint8Array()), 12);
      ordinal++;
      if (!each) continue;
      piece.push(each);
      begin += each.length;
      bytes += each.length;
      if (bytes >= WRITE_BYTES) await writePiece();
    }
    await writePiece();
    await writeAt(handle, table, 0);
  } finally {
    await handle.close();
  }
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

/**
 * Opens a segment's keypoints; nothing of them is read yet.
 * @param segmentId for the errors
 * @throws TrainspotError `segment-corrupt` when the file cannot be opened
 */
export async function openKeypointFile(file: string, segmentId: string): Promise<KeypointFile> {
  const handle = await open(file).catch((cause: unknown) => {
    throw damaged(segmentId, 'Its keypoints cannot be opened', cause);
  });
  const underWay = new Set<Promise<unknown>>();
  function read(ordinal: number): Promise<KeypointBytes | null> {
    const reading = readOne(handle, segmentId, ordinal).finally(() => underWay.delete(reading));
    underWay.add(reading);
    return reading;
  }
  return {
    read,
    async *all(rows) {
      for (let first = 0; first < rows; first += READ_ROWS) {
        const count = Math.min(READ_ROWS, rows - first);
        const block = await readBlock(handle, first, count).catch(() => null);
        // What is damaged is read again by itself, which says what is wrong with it.
        for (let i = 0; i < count; i++) {
          const found = block?.(i);
          yield found === undefined ? await read(first + i) : found;
        }
      }
    },
    async close() {
      await Promise.allSettled(underWay);
      await handle.close();
    },
  };
}

async function readOne(
  handle: FileHandle,
  segmentId: string,
  ordinal: number,
): Promise<KeypointBytes | null> {
  const broken = (why: string, cause?: unknown): TrainspotError =>
    damaged(segmentId, `The keypoints of its row ${ordinal} is damaged: ${why}`, cause);
  try {
    const entry = await readAt(handle, ordinal * ENTRY_BYTES, ENTRY_BYTES);
    const length = entry.readUInt32LE(8);
    if (length > MAX_KEYPOINT_BYTES) {
      throw broken(`it would have ${length} bytes, and ${MAX_KEYPOINT_BYTES} are the most`);
    }
    const keypoints = await readAt(handle, Number(entry.readBigUInt64LE(0)), length);
    const found = checksum(entry, keypoints);
    const written = entry.readUInt32LE(12);
    if (found !== written) throw broken(`its CRC-32 is ${found}, and was ${written}`);
    if (length === 0) return null;
    return new Uint8Array(keypoints.buffer, keypoints.byteOffset, length);
  } catch (cause) {
    if (cause instanceof TrainspotError) throw cause;
    throw broken('the file cannot be read there', cause);
  }
}

/** The keypoints of so many rows in one go; undefined of a row that has to be looked at by itself. */
async function readBlock(
  handle: FileHandle,
  first: number,
  count: number,
): Promise<(i: number) => KeypointBytes | null | undefined> {
  const table = await readAt(handle, first * ENTRY_BYTES, count * ENTRY_BYTES);
  const entryOf = (i: number): Buffer => table.subarray(i * ENTRY_BYTES, (i + 1) * ENTRY_BYTES);
  const lengths = Array.from({ length: count }, (_, i) => entryOf(i).readUInt32LE(8));
  if (lengths.some((length) => length > MAX_KEYPOINT_BYTES)) return () => undefined;
  const begin = Number(entryOf(0).readBigUInt64LE(0));
  const bytes = await readAt(
    handle,
    begin,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  return (i) => {
    const entry = entryOf(i);
    const at = Number(entry.readBigUInt64LE(0)) - begin;
    const keypoints = bytes.subarray(Math.max(0, at), Math.max(0, at) + lengths[i]);
    if (at < 0 || keypoints.length !== lengths[i]) return undefined;
    if (checksum(entry, keypoints) !== entry.readUInt32LE(12)) return undefined;
    return keypoints.length === 0
      ? null
      : new Uint8Array(bytes.buffer, keypoints.byteOffset, keypoints.length);
  };
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const ended = (at: number): Error => new Error(`The file ends after ${at} bytes.`);
  return Buffer.from((await readExactly(handle, position, length, ended)).buffer);
}

function checksum(entry: Buffer, keypoints: Uint8Array): number {
  const ofEntry = crc32(entry.subarray(0, CHECKED_BYTES));
  // zlib begins anew at a piece without memory, which an empty one may be.
  return keypoints.length === 0 ? ofEntry : crc32(keypoints, ofEntry);
}

function damaged(segmentId: string, why: string, cause?: unknown): TrainspotError {
  return new TrainspotError(
    'segment-corrupt',
    `Segment ${segmentId} is damaged in part. ${why}. ` +
      'Put its folder back from a copy, or index the dataset again with --rebuild.',
    { cause },
  );
}
