import { PACKED_PIXELS_COUNTED } from '../../core/bounds.ts';
import { dataLength } from '../decode/mend/png.ts';
import { expectFewPieces, viewOf } from '../xmp/container.ts';
import { APP1_XMP, textIn, XMP_KEYWORD } from '../xmp/png-text.ts';
import { packetReader, pictureElements, rawProfileReader } from './packet.ts';
import { startUnpacking, type Unpacking } from './unpacking.ts';

const SIGNATURE_BYTES = 8;
const HEADER_BYTES = 13;
const RAW_PROFILE = /^Raw profile type (\S+)$/i;

/**
 * Looks at what a PNG packs: texts, profiles, and pixels beyond those that its header speaks of. A file that is cut
 * short is looked at as far as it goes.
 * @throws TrainspotError `picture-unreadable`
 */
export async function expectNoPngBomb(file: Uint8Array): Promise<void> {
  const elements = pictureElements();
  const unpacking = startUnpacking();
  const pixels: Buffer[] = [];
  const [header, ...chunks] = chunksOf(file);
  if (header?.type !== 'IHDR') return;
  for (const { type, data } of chunks) {
    if (type === 'IDAT') pixels.push(data);
    else if (type === 'iCCP') await unpackProfile(data, unpacking);
    else await readText(type, data, unpacking, elements);
  }
  await unpackPixels(header.data, pixels, unpacking);
}

function chunksOf(file: Uint8Array): { type: string; data: Buffer }[] {
  const view = viewOf(file);
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 <= file.length;) {
    const length = Math.min(view.getUint32(at), file.length - at - 8);
    const data = Buffer.from(file.buffer, file.byteOffset + at + 8, length);
    const type = Buffer.from(file.subarray(at + 4, at + 8)).toString('latin1');
    chunks.push({ type, data });
    expectFewPieces(chunks.length);
    // What some leave behind it is no part of the picture.
    if (type === 'IEND') break;
    at += length + 12;
  }
  return chunks;
}

/** A name, its end, and a method of packing stand before it. */
async function unpackProfile(data: Buffer, unpacking: Unpacking): Promise<void> {
  await unpacking.unpack('a packed colour profile (iCCP)', data.subarray(data.indexOf(0) + 2));
}

async function readText(
  type: string,
  data: Buffer,
  { unpack }: Unpacking,
  elements: ReturnType<typeof pictureElements>,
): Promise<void> {
  const said = textIn(type, data);
  if (!said?.text) return;
  const reader = readerOf(said.keyword, elements);
  if (said.isPacked) await unpack(`a packed text (${type})`, said.text, reader?.write);
  else reader?.write(said.text);
  reader?.end?.();
}

interface TextReader {
  write(this: void, piece: Uint8Array): void;
  end?(this: void): void;
}

function readerOf(keyword: string, elements: ReturnType<typeof pictureElements>): TextReader | null {
  if (keyword === XMP_KEYWORD) return { write: packetReader(elements) };
  const kind = RAW_PROFILE.exec(keyword)?.[1].toLowerCase();
  if (kind === undefined) return null;
  const readPacket = packetReader(elements);
  let isXmp = kind === 'xmp' ? true : null;
  return rawProfileReader((bytes) => {
    isXmp ??= Buffer.from(bytes).toString('latin1', 0, APP1_XMP.length) === APP1_XMP;
    if (isXmp) readPacket(bytes);
  });
}

/**
 * Of a large picture only what is too much to be packed pixels is unpacked, as decoding does the rest: to look for
 * little in much would take as long again.
 */
async function unpackPixels(
  header: Uint8Array,
  packed: readonly Buffer[],
  { unpack }: Unpacking,
): Promise<void> {
  if (header.length < HEADER_BYTES) return;
  const expected = dataLength(header.subarray(0, HEADER_BYTES));
  const bytes = packed.reduce((sum, { length }) => sum + length, 0);
  // As zlib packs what cannot be made smaller (its deflateBound), with room for other packers.
  const most = expected + expected / 100 + 1024;
  if (bytes <= most && expected > PACKED_PIXELS_COUNTED) return;
  await unpack('picture data (IDAT)', Buffer.concat(packed), undefined, expected);
}
