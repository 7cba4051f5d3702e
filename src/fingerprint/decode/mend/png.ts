import { Buffer } from 'node:buffer';
import { crc32, createInflateRaw } from 'node:zlib';

/** What became of a PNG that the decoder refused. */
export type PngMending =
  /** Every pixel is there, and vouched for by one of the file's two kinds of checksum. */
  | { is: 'whole'; file: Uint8Array }
  /** @property share of the picture's data that is there, 0–1 */
  | { is: 'cut'; share: number }
  | { is: 'damaged' };

interface Chunk {
  type: string;
  body: Uint8Array;
  whole: Uint8Array;
  isSound: boolean;
}

const SIGNATURE_LENGTH = 8;

/** Numbers of a pixel, by PNG's colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Adam7's passes: their first column and row, and their steps. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Looks at a PNG's data without its checksums: the CRC of each chunk and zlib's Adler-32 of all data. Where the data
 * is complete and one of the two is right, a file with both is made of it, for a decoder that insists on them.
 * @param deadline when to give up, by `performance.now()`
 */
export async function mendPng(bytes: Uint8Array, deadline: number): Promise<PngMending> {
  const chunks = chunksOf(bytes);
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.body.length !== 13 || !header.isSound) return { is: 'damaged' };
  if (chunks.some(({ type, isSound }) => type === 'PLTE' && !isSound)) return { is: 'damaged' };
  const data = chunks.filter(({ type }) => type === 'IDAT');
  const packed = Buffer.concat(data.map(({ body }) => body));
  const expected = dataLength(header.body);
  const { length, consumed, adler, isBroken } = await unpack(packed.subarray(2), expected, deadline);
  if (isBroken) return { is: 'damaged' };
  if (length < expected) return { is: 'cut', share: length / expected };
  const trailer = packed.subarray(2 + consumed, 6 + consumed);
  const isVouched =
    data.every(({ isSound }) => isSound) || (trailer.length === 4 && trailer.readUInt32BE() === adler);
  if (!isVouched) return { is: 'damaged' };
  const before = chunks.slice(0, chunks.indexOf(data[0])).filter(({ isSound }) => isSound);
  const zlib = Buffer.concat([Uint8Array.of(0x78, 0x01), packed.subarray(2, 2 + consumed), Buffer.alloc(4)]);
  zlib.writeUInt32BE(adler, zlib.length - 4);
  const file = Buffer.concat([
    bytes.subarray(0, SIGNATURE_LENGTH),
    ...before.map(({ whole }) => whole),
    chunkOf('IDAT', zlib),
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
  return { is: 'whole', file };
}

/** Whether the file ends as a PNG does. */
export function hasPngEnd(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = SIGNATURE_LENGTH; at + 8 <= bytes.length; at += view.getUint32(at) + 12) {
    if (view.getUint32(at + 4) === IEND) return true;
  }
  return false;
}

const IEND = 0x49_45_4e_44;

function chunksOf(bytes: Uint8Array): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE_LENGTH; at + 8 <= bytes.length;) {
    const end = at + 8 + view.getUint32(at);
    const typed = bytes.subarray(at + 4, end);
    const isSound = end + 4 <= bytes.length && crc32(typed) === view.getUint32(end);
    const type = Buffer.from(typed.subarray(0, 4)).toString('latin1');
    chunks.push({ type, body: typed.subarray(4), whole: bytes.subarray(at, end + 4), isSound });
    at = end + 4;
  }
  return chunks;
}

function chunkOf(type: string, body: Uint8Array): Buffer {
  const chunk = Buffer.alloc(body.length + 12);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(body, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), body.length + 8);
  return chunk;
}

/** Bytes of all rows, each with its filter's. @param header the body of IHDR */
export function dataLength(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const bitsPerPixel = header[8] * (CHANNELS[header[9]] ?? 0);
  const rows = (columns: number, count: number): number =>
    columns === 0 ? 0 : count * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  if (header[12] === 0) return rows(width, height);
  return PASSES.reduce(
    (sum, [left, top, right, down]) =>
      sum + rows(Math.ceil(Math.max(0, width - left) / right), Math.ceil(Math.max(0, height - top) / down)),
    0,
  );
}

/** Unpacks without keeping anything: how much comes, its Adler-32, and how many of the packed bytes that took. */
function unpack(packed: Uint8Array, most: number, deadline: number) {
  return new Promise<{ length: number; consumed: number; adler: number; isBroken: boolean }>((resolve) => {
    const inflate = createInflateRaw();
    let [length, low, high] = [0, 1, 0];
    const finish = (isBroken: boolean) => {
      resolve({ length, consumed: inflate.bytesWritten, adler: ((high << 16) | low) >>> 0, isBroken });
      inflate.destroy();
    };
    inflate.on('data', (piece: Uint8Array) => {
      length += piece.length;
      for (let at = 0; at < piece.length;) {
        // So many sums stay below 2 ** 31 (zlib's NMAX).
        for (const end = Math.min(piece.length, at + 5552); at < end; at++) {
          low += piece[at];
          high += low;
        }
        low %= 65_521;
        high %= 65_521;
      }
      if (length > most || performance.now() > deadline) finish(true);
    });
    inflate.on('end', () => finish(false));
    inflate.on('error', (error: NodeJS.ErrnoException) => finish(error.code !== 'Z_BUF_ERROR'));
    inflate.end(packed);
  });
}
