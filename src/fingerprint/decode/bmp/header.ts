/** What a BMP's headers say (Microsoft, BITMAPFILEHEADER and BITMAPCOREHEADER to BITMAPV5HEADER). */
export interface BmpHeader {
  width: number;
  height: number;
  /** Whether its rows stand from top to bottom. */
  isTopDown: boolean;
  bitsPerPixel: number;
  compression: number;
  /** Where the rows begin, in bytes. */
  dataAt: number;
  /** Red, green, blue of each colour, as 0–255. */
  palette: Uint8Array;
  /** Which bits of a pixel are red, green, blue and opacity; 0 for what it has not. */
  masks: number[];
}

export const COMPRESSION = { none: 0, runs8: 1, runs4: 2, masks: 3, masksAndAlpha: 6 } as const;

/** Lengths of the second header that were ever defined. */
export const HEADER_LENGTHS = [12, 16, 40, 52, 56, 64, 108, 124];

const FILE_HEADER = 14;

/** Masks of pixels of 16 bits, and of 24 and 32, where the file gives none. */
const MASKS_16 = [0x7c00, 0x3e0, 0x1f, 0];
const MASKS_32 = [0xff0000, 0xff00, 0xff, 0];

/** The headers of a BMP; null where they do not lie in the file. */
export function bmpHeader(bytes: Uint8Array): BmpHeader | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < FILE_HEADER + 12) return null;
  const length = view.getUint32(FILE_HEADER, true);
  if (!HEADER_LENGTHS.includes(length) || bytes.length < FILE_HEADER + length) return null;
  const dataAt = view.getUint32(10, true);
  if (length === 12) {
    const bitsPerPixel = view.getUint16(24, true);
    return {
      width: view.getUint16(18, true),
      height: view.getUint16(20, true),
      isTopDown: false,
      bitsPerPixel,
      compression: COMPRESSION.none,
      dataAt,
      palette: paletteOf(bytes, bitsPerPixel, { at: FILE_HEADER + length, dataAt, each: 3, said: 0 }),
      masks: bitsPerPixel === 16 ? MASKS_16 : MASKS_32,
    };
  }
  const height = view.getInt32(22, true);
  const bitsPerPixel = view.getUint16(28, true);
  const compression = length >= 40 ? view.getUint32(30, true) : COMPRESSION.none;
  const areMasked = compression === COMPRESSION.masks || compression === COMPRESSION.masksAndAlpha;
  const given = areMasked && length !== 64 ? masksOf(view, length, compression) : null;
  const maskBytes = length === 40 ? (given?.bytes ?? 0) : 0;
  const colours = length >= 40 ? view.getUint32(46, true) : 0;
  return {
    width: view.getInt32(18, true),
    height: Math.abs(height),
    isTopDown: height < 0,
    bitsPerPixel,
    compression,
    dataAt,
    palette: paletteOf(bytes, bitsPerPixel, {
      at: FILE_HEADER + length + maskBytes,
      dataAt,
      each: 4,
      said: colours,
    }),
    masks: given?.masks ?? (bitsPerPixel === 16 ? MASKS_16 : MASKS_32),
  };
}

/** They follow the first 40 bytes of the header, be they part of it or not. */
function masksOf(view: DataView, length: number, compression: number) {
  const count = length >= 56 || compression === COMPRESSION.masksAndAlpha ? 4 : 3;
  const at = FILE_HEADER + 40;
  if (at + count * 4 > view.byteLength) return null;
  const masks = Array.from({ length: 4 }, (_, i) => (i < count ? view.getUint32(at + i * 4, true) : 0));
  return { masks, bytes: count * 4 };
}

interface PaletteLayout {
  /** Where it begins, and where the rows do, in bytes. */
  at: number;
  dataAt: number;
  /** Bytes of a colour. */
  each: number;
  /** How many colours the header says there are; 0 for all that the bits can name. */
  said: number;
}

/** The colours of the file as far as there are any; further ones are black. */
function paletteOf(
  bytes: Uint8Array,
  bitsPerPixel: number,
  { at, dataAt, each, said }: PaletteLayout,
): Uint8Array {
  if (bitsPerPixel > 8) return new Uint8Array();
  const palette = new Uint8Array(3 * 2 ** bitsPerPixel);
  const count = Math.min(said || 2 ** bitsPerPixel, 2 ** bitsPerPixel);
  const end = Math.min(bytes.length, dataAt > at ? dataAt : bytes.length);
  for (let i = 0, from = at; i < count && from + each <= end; i++, from += each) {
    palette.set([bytes[from + 2], bytes[from + 1], bytes[from]], i * 3);
  }
  return palette;
}
