import { brokenFile, expectFewPieces, joined, viewOf, type XmpContainer, xmpBudget } from './container.ts';
import { packetText } from './packet-text.ts';

/** Flags of a VP8X chunk (WebP container specification, "Extended File Format"). */
const [HAS_XMP, HAS_ALPHA] = [0x04, 0x10];
const HEADER_BYTES = 12;

interface Chunk {
  type: string;
  data: Uint8Array;
}

export const webpXmp: XmpContainer = {
  format: 'webp',
  read(file) {
    const budget = xmpBudget();
    return chunksOf(file)
      .filter(isXmp)
      .map(({ data }) => packetText(budget.take(data)));
  },
  write(file, change) {
    const budget = xmpBudget();
    const chunks = chunksOf(file);
    // All are counted before the first is changed.
    for (const { data } of chunks.filter(isXmp)) budget.take(data);
    const changed = chunks.map((chunk) =>
      isXmp(chunk) ? { ...chunk, data: Buffer.from(change(packetText(chunk.data))) } : chunk,
    );
    const complete = chunks.some(isXmp)
      ? changed
      : [...changed, { type: 'XMP ', data: Buffer.from(change(null)) }];
    return fileOf(withFlag(complete));
  },
};

function isXmp({ type }: Chunk): boolean {
  return type === 'XMP ';
}

/** The chunks of the RIFF, without the byte that pads one of odd length. */
function chunksOf(file: Uint8Array): Chunk[] {
  const view = viewOf(file);
  const end = file.length < HEADER_BYTES ? 0 : 8 + view.getUint32(4, true);
  // Some writers leave the last pad byte out of the file and count it.
  if (end > file.length + 1 || end < HEADER_BYTES) throw brokenFile('WebP', file.length);
  const chunks: Chunk[] = [];
  for (let at = HEADER_BYTES; at + 8 <= Math.min(end, file.length);) {
    const length = view.getUint32(at + 4, true);
    const to = at + 8 + length;
    if (to > file.length) throw brokenFile('WebP', at);
    chunks.push({
      type: Buffer.from(file.subarray(at, at + 4)).toString('latin1'),
      data: file.subarray(at + 8, to),
    });
    expectFewPieces(chunks.length);
    at = to + (length % 2);
  }
  if (chunks.length === 0) throw brokenFile('WebP', HEADER_BYTES);
  return chunks;
}

/** The chunks with a VP8X in front that says there is XMP; a simple file gets one. */
function withFlag(chunks: readonly Chunk[]): Chunk[] {
  const [first, ...others] = chunks;
  if (first.type !== 'VP8X') return [extendedHeader(first), ...chunks];
  const data = Uint8Array.from(first.data);
  data[0] |= HAS_XMP;
  return [{ ...first, data }, ...others];
}

/** What VP8X says of a file that has none: its flags and its size, read from the picture's own first bytes. */
function extendedHeader({ type, data }: Chunk): Chunk {
  const view = viewOf(data);
  const header = new Uint8Array(10);
  header[0] = HAS_XMP;
  let width: number;
  let height: number;
  if (type === 'VP8 ' && data.length >= 10) {
    width = view.getUint16(6, true) & 0x3fff;
    height = view.getUint16(8, true) & 0x3fff;
  } else if (type === 'VP8L' && data.length >= 5) {
    const bits = view.getUint32(1, true);
    width = (bits & 0x3fff) + 1;
    height = ((bits >>> 14) & 0x3fff) + 1;
    if ((bits >>> 28) & 1) header[0] |= HAS_ALPHA;
  } else {
    throw brokenFile('WebP', HEADER_BYTES);
  }
  const to = viewOf(header);
  to.setUint16(4, (width - 1) & 0xffff, true);
  to.setUint16(7, (height - 1) & 0xffff, true);
  return { type: 'VP8X', data: header };
}

function fileOf(chunks: readonly Chunk[]): Uint8Array {
  const pieces = chunks.flatMap(({ type, data }) => {
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32LE(data.length, 4);
    return [head, data, new Uint8Array(data.length % 2)];
  });
  const length = pieces.reduce((sum, piece) => sum + piece.length, 4);
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(length, 4);
  return joined([head, ...pieces]);
}
