/** Formats that are decoded here. */
export type ReadableFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif';

/** What a file's first bytes say it is. */
type Sniffed =
  | { kind: 'readable'; format: ReadableFormat }
  /** A known kind of file that is not decoded here; `name` fits after "This is". */
  | { kind: 'unsupported'; name: string }
  | { kind: 'unknown' };

/** File signatures: text at an offset, one character a byte. Sources: the formats' specifications. */
const READABLE_SIGNATURES: readonly [format: ReadableFormat, offset: number, signature: string][] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['webp', 8, 'WEBP'],
  ['gif', 0, 'GIF87a'],
  ['gif', 0, 'GIF89a'],
  ['tiff', 0, 'II*\0'],
  ['tiff', 0, 'MM\0*'],
  // BigTIFF
  ['tiff', 0, 'II+\0'],
  ['tiff', 0, 'MM\0+'],
];

const UNSUPPORTED_SIGNATURES: readonly [name: string, offset: number, signature: string][] = [
  ['a BMP picture', 0, 'BM'],
  ['a Photoshop file', 0, '8BPS'],
  ['a PDF', 0, '%PDF'],
  ['a JPEG XL picture', 0, '\xff\x0a'],
  ['a JPEG XL picture', 4, 'JXL \r\n'],
  ['a JPEG 2000 picture', 4, 'jP  \r\n'],
  ['a ZIP archive or an office, Krita or Procreate file', 0, 'PK\x03\x04'],
];

/** Bytes looked at: an SVG may begin with a long comment. */
const HEAD_BYTES = 1024;

/** Tells a file's format from its first bytes alone; never fails, also not on an empty file. */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES)).toString(
    'latin1',
  );
  if (head.startsWith('ftyp', 4)) return isoFormat(head, bytes);
  for (const [format, offset, signature] of READABLE_SIGNATURES) {
    if (head.startsWith(signature, offset)) return { kind: 'readable', format };
  }
  for (const [name, offset, signature] of UNSUPPORTED_SIGNATURES) {
    if (head.startsWith(signature, offset)) return { kind: 'unsupported', name };
  }
  return textFormat(head);
}

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];

/** ISO base media files (AVIF, HEIC, MP4) list the brands they conform to in their first box. */
function isoFormat(head: string, bytes: Uint8Array): Sniffed {
  const boxEnd = Math.min(head.length, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= boxEnd; at += 4) brands.push(head.slice(at, at + 4));
  if (brands.includes('avif') || brands.includes('avis')) return { kind: 'readable', format: 'avif' };
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) {
    return { kind: 'unsupported', name: 'a HEIC picture (HEVC inside)' };
  }
  return { kind: 'unsupported', name: 'a video or a picture in a video container' };
}

function textFormat(head: string): Sniffed {
  const text = head
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (!text.startsWith('<')) return { kind: 'unknown' };
  if (text.includes('<svg')) return { kind: 'unsupported', name: 'an SVG drawing' };
  if (text.includes('<html') || text.startsWith('<!doctype html')) {
    return { kind: 'unsupported', name: 'a web page' };
  }
  return { kind: 'unknown' };
}
