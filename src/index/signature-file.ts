import { open, writeFile, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { TrainspotError } from '../core/errors.ts';
import type { Signature } from '../core/signature.ts';

/**
 * `signatures.bin`: for each row, in ordinal order, 16 bytes: where its signature begins (unsigned 64-bit), its
 * length in bytes (32-bit, 0 for a row without one), and the CRC-32 of these 12 bytes and of the signature
 * (32-bit); then the signatures one after the other. All little-endian.
 */
export const SIGNATURES_FILE = 'signatures.bin';

const ENTRY_BYTES = 16;
const CHECKED_BYTES = 12;

/** No signature is longer, so that a damaged length is noticed before so much memory is taken. */
export const MOST_SIGNATURE_BYTES = 64 * 1024;

const WRITE_BYTES = 1024 * 1024;

/** The signatures of one segment, on the disk. */
export interface SignatureFile {
  /**
   * The signature of a row, read from its place in the file and checked by its CRC-32; null where it has none.
   * @throws TrainspotError `segment-corrupt` when it cannot be read or is not what was written; only this row's
   */
  read(ordinal: number): Promise<Signature | null>;
  /** Closes the file once the reads under way are done. */
  close(): Promise<void>;
}

/** Writes signatures, about 1 MiB at a time. @param signatures of 64 KiB at most, in ordinal order */
export function writeSignatures(file: string, signatures: readonly (Signature | null)[]): Promise<void> {
  return writeFile(file, inPieces(signatures));
}

function* inPieces(signatures: readonly (Signature | null)[]): Generator<Buffer> {
  const table = Buffer.alloc(signatures.length * ENTRY_BYTES);
  let begin = table.length;
  signatures.forEach((signature, ordinal) => {
    const entry = table.subarray(ordinal * ENTRY_BYTES, (ordinal + 1) * ENTRY_BYTES);
    entry.writeBigUInt64LE(BigInt(begin), 0);
    entry.writeUInt32LE(signature?.length ?? 0, 8);
    entry.writeUInt32LE(checksum(entry, signature ?? new Uint8Array()), 12);
    begin += signature?.length ?? 0;
  });
  yield table;

  let piece: Signature[] = [];
  let bytes = 0;
  for (const signature of signatures) {
    if (!signature) continue;
    piece.push(signature);
    bytes += signature.length;
    if (bytes < WRITE_BYTES) continue;
    yield Buffer.concat(piece);
    piece = [];
    bytes = 0;
  }
  yield Buffer.concat(piece);
}

/**
 * Opens a segment's signatures; nothing of them is read yet.
 * @param segmentId for the errors
 * @throws TrainspotError `segment-corrupt` when the file cannot be opened
 */
export async function openSignatures(file: string, segmentId: string): Promise<SignatureFile> {
  const handle = await open(file).catch((cause: unknown) => {
    throw damaged(segmentId, 'Its signatures cannot be opened', cause);
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

async function readOne(handle: FileHandle, segmentId: string, ordinal: number): Promise<Signature | null> {
  const broken = (why: string, cause?: unknown): TrainspotError =>
    damaged(segmentId, `The signature of its row ${ordinal} is damaged: ${why}`, cause);
  try {
    const entry = await readAt(handle, ordinal * ENTRY_BYTES, ENTRY_BYTES);
    const length = entry.readUInt32LE(8);
    if (length > MOST_SIGNATURE_BYTES) {
      throw broken(`it would have ${length} bytes, and ${MOST_SIGNATURE_BYTES} are the most`);
    }
    const signature = await readAt(handle, Number(entry.readBigUInt64LE(0)), length);
    const found = checksum(entry, signature);
    const written = entry.readUInt32LE(12);
    if (found !== written) throw broken(`its CRC-32 is ${found}, and was ${written}`);
    if (length === 0) return null;
    return new Uint8Array(signature.buffer, signature.byteOffset, length);
  } catch (cause) {
    if (cause instanceof TrainspotError) throw cause;
    throw broken('the file cannot be read there', cause);
  }
}

/** In memory of its own: a part of Node's common pool could not be handed to another thread. */
async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new Error(`The file ends after ${position + done} bytes.`);
    done += bytesRead;
  }
  return bytes;
}

function checksum(entry: Buffer, signature: Uint8Array): number {
  return crc32(signature, crc32(entry.subarray(0, CHECKED_BYTES)));
}

function damaged(segmentId: string, why: string, cause?: unknown): TrainspotError {
  return new TrainspotError(
    'segment-corrupt',
    `Segment ${segmentId} is damaged in part. ${why}. ` +
      'Put its folder back from a copy, or index the dataset again with --rebuild.',
    { cause },
  );
}
