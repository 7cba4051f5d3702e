import { open, writeFile, type FileHandle } from 'node:fs/promises';
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

/** The keypoints of one segment, on the disk. */
export interface KeypointFile {
  /**
   * The keypoints of a row, read from its place in the file and checked by its CRC-32; null where it has none.
   * @throws TrainspotError `segment-corrupt` when it cannot be read or is not what was written; only this row's
   */
  read(ordinal: number): Promise<KeypointBytes | null>;
  /** Closes the file once the reads under way are done. */
  close(): Promise<void>;
}

/** Writes keypoints, about 1 MiB at a time. @param keypoints of 64 KiB at most, in ordinal order */
export function writeKeypointFile(file: string, keypoints: readonly (KeypointBytes | null)[]): Promise<void> {
  return writeFile(file, inPieces(keypoints));
}

function* inPieces(keypoints: readonly (KeypointBytes | null)[]): Generator<Buffer> {
  const table = Buffer.alloc(keypoints.length * ENTRY_BYTES);
  let begin = table.length;
  keypoints.forEach((each, ordinal) => {
    const entry = table.subarray(ordinal * ENTRY_BYTES, (ordinal + 1) * ENTRY_BYTES);
    entry.writeBigUInt64LE(BigInt(begin), 0);
    entry.writeUInt32LE(each?.length ?? 0, 8);
    entry.writeUInt32LE(checksum(entry, each ?? new Uint8Array()), 12);
    begin += each?.length ?? 0;
  });
  yield table;

  let piece: KeypointBytes[] = [];
  let bytes = 0;
  for (const each of keypoints) {
    if (!each) continue;
    piece.push(each);
    bytes += each.length;
    if (bytes < WRITE_BYTES) continue;
    yield Buffer.concat(piece);
    piece = [];
    bytes = 0;
  }
  yield Buffer.concat(piece);
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
  return {
    read(ordinal) {
      const reading = readOne(handle, segmentId, ordinal).finally(() => underWay.delete(reading));
      underWay.add(reading);
      return reading;
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
