import { HEADER_LENGTHS } from './bmp/header.ts';
import { READABLE_SIGNATURES, UNSUPPORTED_SIGNATURES } from './file-signatures.ts';

/** Formats that are decoded here. */
export type ReadableFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic' | 'bmp';

/** What a file's first bytes say it is. */
type Sniffed =
  | { kind: 'readable'; format: ReadableFormat }
  /** A known kind of file that is not decoded here; `name` fits after "This is". */
  | { kind: 'unsupported'; name: string }
  | { kind: 'unknown' };

/** Bytes looked at: an SVG may begin with a long comment. */
const HEAD_BYTES = 1024;

/** Tells a file's format from its first bytes alone; never fails, also not on an empty file. */
export function sniffFormat(bytes: Uint8Array): Sniffed {
  const head = String.fromCharCode(...bytes.subarray(0, HEAD_BYTES));
  if (head.startsWith('ftyp', 4)) return isoFormat(head, bytes);
  for (const [format, offset, signature] of READABLE_SIGNATURES) {
    if (head.startsWith(signature, offset)) return { kind: 'readable', format };
  }
  for (const [name, offset, signature] of UNSUPPORTED_SIGNATURES) {
    if (head.startsWith(signature, offset)) return { kind: 'unsupported', name };
  }
  if (isBmp(head, bytes)) return { kind: 'readable', format: 'bmp' };
  return textFormat(head);
}

/** Two letters are little to go by, so the header that follows must be one that was ever defined. */
function isBmp(head: string, bytes: Uint8Array): boolean {
  return (
    head.length >= 18 &&
    head.startsWith('BM') &&
    HEADER_LENGTHS.includes(new DataView(bytes.buffer, bytes.byteOffset).getUint32(14, true))
  );
}

const HEIC_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'];

/** Brands of a picture that do not say how it is coded; its items do. */
const PICTURE_BRANDS = ['mif1', 'mif2', 'msf1', 'miaf'];

/** ISO base media files (AVIF, HEIC, MP4) list the brands they conform to in their first box. */
function isoFormat(head: string, bytes: Uint8Array): Sniffed {
  const boxEnd = Math.min(head.length, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= boxEnd; at += 4) brands.push(head.slice(at, at + 4));
  const isPicture = brands.some((brand) => PICTURE_BRANDS.includes(brand));
  const holds = (item: string) => isPicture && head.includes(`${item}\0`, boxEnd);
  if (brands.includes('avif') || brands.includes('avis')) return { kind: 'readable', format: 'avif' };
  if (brands.some((brand) => HEIC_BRANDS.includes(brand))) return { kind: 'readable', format: 'heic' };
  if (brands.includes('crx ')) return { kind: 'unsupported', name: 'a camera’s raw file' };
  if (holds('av01')) return { kind: 'readable', format: 'avif' };
  if (holds('hvc1')) return { kind: 'readable', format: 'heic' };
  if (isPicture) return { kind: 'unsupported', name: 'a HEIF picture that is neither HEIC nor AVIF' };
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
