import { findIsoBox, type IsoBox, isoBoxes } from './iso-boxes.ts';

/**
 * The first picture of an animated AVIF as a file of its own, for a decoder that reads none: the item that the file
 * holds beside its film where there is one, or the film's first frame. Null where it is no film, or holds neither.
 */
export function avifStill(bytes: Uint8Array): Uint8Array | null {
  const file = { type: 'file', from: 0, to: bytes.length };
  const boxes = isoBoxes(bytes, 0, bytes.length);
  const brands = boxes.find(({ type }) => type === 'ftyp');
  if (!brands || brands.to - brands.from < 4) return null;
  if (boxes.some(({ type }) => type === 'meta')) {
    const still = new Uint8Array(bytes);
    still.set(ascii('avif'), brands.from);
    return still;
  }
  const film = findIsoBox(bytes, file, ['moov']);
  if (!film) return null;
  for (const track of isoBoxes(bytes, film.from, film.to).filter(({ type }) => type === 'trak')) {
    const frame = firstFrame(bytes, track);
    if (frame) return asStill(frame);
  }
  return null;
}

/** The frame's data, and the boxes that say how to decode it. */
interface Frame {
  width: number;
  height: number;
  data: Uint8Array;
  settings: Uint8Array[];
}

/** Bytes of a VisualSampleEntry before the boxes in it. */
const ENTRY_FIELDS = 78;

function firstFrame(bytes: Uint8Array, track: IsoBox): Frame | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const handler = findIsoBox(bytes, track, ['mdia', 'hdlr']);
  const table = findIsoBox(bytes, track, ['mdia', 'minf', 'stbl']);
  if (!handler || !table || !isText(bytes, handler.from + 8, ['pict', 'vide'])) return null;
  const inTable = isoBoxes(bytes, table.from, table.to);
  const named = (name: string) => inTable.find(({ type, from, to }) => type === name && to - from >= 16);
  const [descriptions, sizes, offsets, longOffsets] = ['stsd', 'stsz', 'stco', 'co64'].map(
    (name) =>
      named(name) ??
      (name === 'stco' ? inTable.find(({ type, from, to }) => type === name && to - from >= 12) : undefined),
  );
  if (!descriptions || !sizes || !(offsets ?? longOffsets)) return null;
  const [entry] = isoBoxes(bytes, descriptions.from + 8, descriptions.to);
  if (entry?.type !== 'av01' || entry.to - entry.from < ENTRY_FIELDS) return null;
  const common = view.getUint32(sizes.from + 4);
  if (common === 0 && sizes.to - sizes.from < 16) return null;
  const size = common || view.getUint32(sizes.from + 12);
  const offset = offsets
    ? view.getUint32(offsets.from + 8)
    : Number(view.getBigUint64(longOffsets!.from + 8));
  const settings = isoBoxes(bytes, entry.from + ENTRY_FIELDS, entry.to)
    .filter(({ type }) => type === 'av1C' || type === 'colr')
    .map(({ type, from, to }) => box(type, bytes.subarray(from, to)));
  if (offset + size > bytes.length) return null;
  return {
    width: view.getUint16(entry.from + 24),
    height: view.getUint16(entry.from + 26),
    data: bytes.subarray(offset, offset + size),
    settings,
  };
}

/** An AVIF of one item (ISO/IEC 23008-12). */
function asStill({ width, height, data, settings }: Frame): Uint8Array {
  const brands = box('ftyp', ascii('avif'), numbers(0), ascii('avifmif1miaf'));
  const properties = [box('ispe', numbers(0, width, height)), ...settings];
  const associations = properties.map((_, i) => i + 1);
  const meta = (dataAt: number) =>
    box(
      'meta',
      numbers(0),
      box('hdlr', numbers(0, 0), ascii('pict'), numbers(0, 0, 0), Uint8Array.of(0)),
      box('pitm', numbers(0), Uint8Array.of(0, 1)),
      // Offsets and lengths of four bytes; one item, of one piece.
      box('iloc', numbers(0), Uint8Array.of(0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1), numbers(dataAt, data.length)),
      box(
        'iinf',
        numbers(0),
        Uint8Array.of(0, 1),
        box('infe', numbers(0x02_00_00_00), Uint8Array.of(0, 1, 0, 0), ascii('av01'), Uint8Array.of(0)),
      ),
      box(
        'iprp',
        box('ipco', ...properties),
        box('ipma', numbers(0, 1), Uint8Array.of(0, 1, properties.length, ...associations)),
      ),
    );
  const head = brands.length + meta(0).length + 8;
  return new Uint8Array(Buffer.concat([brands, meta(head), box('mdat', data)]));
}

function box(type: string, ...content: Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, piece) => sum + piece.length, 8);
  return Buffer.concat([numbers(length), ascii(type), ...content]);
}

function numbers(...values: number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
  return bytes;
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');

function isText(bytes: Uint8Array, at: number, texts: readonly string[]): boolean {
  return texts.includes(String.fromCharCode(...bytes.subarray(at, at + 4)));
}
