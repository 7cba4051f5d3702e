import type { RgbPicture } from '../../../core/picture.ts';
import { type BmpHeader, COMPRESSION } from './header.ts';

/** A BMP's picture, and the share of it that the file has, 0–1. */
export interface BmpRows {
  picture: RgbPicture;
  share: number;
}

/** Unpacks the rows; what the file does not have stays white. @param header of a kind that is read, its size checked */
export function bmpRows(bytes: Uint8Array, header: BmpHeader): BmpRows {
  const { compression } = header;
  if (compression === COMPRESSION.runs8 || compression === COMPRESSION.runs4) return inRuns(bytes, header);
  return header.bitsPerPixel <= 8 ? byPalette(bytes, header) : byMasks(bytes, header);
}

function blank({ width, height }: BmpHeader): RgbPicture {
  return { width, height, data: new Uint8Array(width * height * 3).fill(255) };
}

/** Rows are filled up to four bytes. */
const rowLength = ({ width, bitsPerPixel }: BmpHeader): number => Math.ceil((width * bitsPerPixel) / 32) * 4;

/** How many rows the file has; of the last, the filling may be missing. */
function rowsThere(bytes: Uint8Array, header: BmpHeader): number {
  const stride = rowLength(header);
  const filling = stride - Math.ceil((header.width * header.bitsPerPixel) / 8);
  return Math.max(0, Math.min(header.height, Math.floor((bytes.length - header.dataAt + filling) / stride)));
}

/** Where a row of the picture begins in its data. */
function targetOf({ width, height, isTopDown }: BmpHeader, row: number): number {
  return (isTopDown ? row : height - 1 - row) * width * 3;
}

function byPalette(bytes: Uint8Array, header: BmpHeader): BmpRows {
  const picture = blank(header);
  const { width, height, bitsPerPixel, palette, dataAt } = header;
  const rows = rowsThere(bytes, header);
  const each = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  for (let row = 0; row < rows; row++) {
    const from = dataAt + row * rowLength(header);
    let to = targetOf(header, row);
    for (let x = 0; x < width; x++) {
      const shift = (each - 1 - (x % each)) * bitsPerPixel;
      const colour = ((bytes[from + Math.floor(x / each)] >> shift) & mask) * 3;
      for (let channel = 0; channel < 3; channel++) picture.data[to++] = palette[colour + channel];
    }
  }
  return { picture, share: rows / height };
}

function byMasks(bytes: Uint8Array, header: BmpHeader): BmpRows {
  const picture = blank(header);
  const { width, height, bitsPerPixel, masks, dataAt } = header;
  const size = bitsPerPixel / 8;
  const fields = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { mask, shift, most: mask === 0 ? 1 : mask >>> shift };
  });
  const rows = rowsThere(bytes, header);
  const alpha = hasOpacity(bytes, header, rows) ? fields[3] : null;
  for (let row = 0; row < rows; row++) {
    let from = dataAt + row * rowLength(header);
    let to = targetOf(header, row);
    for (let x = 0; x < width; x++, from += size) {
      const pixel = pixelAt(bytes, from, size);
      const cover = alpha ? ((pixel & alpha.mask) >>> alpha.shift) / alpha.most : 1;
      for (let channel = 0; channel < 3; channel++) {
        const { mask, shift, most } = fields[channel];
        const colour = (((pixel & mask) >>> shift) * 255) / most;
        picture.data[to++] = Math.round(colour * cover + 255 * (1 - cover));
      }
    }
  }
  return { picture, share: rows / height };
}

/** Many writers leave the fourth byte at nothing and mean an opaque picture. */
function hasOpacity(bytes: Uint8Array, header: BmpHeader, rows: number): boolean {
  const mask = header.masks[3];
  const size = header.bitsPerPixel / 8;
  if (mask === 0) return false;
  for (let row = 0; row < rows; row++) {
    const from = header.dataAt + row * rowLength(header);
    for (let x = 0; x < header.width; x++) {
      if ((pixelAt(bytes, from + x * size, size) & mask) !== 0) return true;
    }
  }
  return false;
}

function pixelAt(bytes: Uint8Array, at: number, size: number): number {
  const low = bytes[at] | (bytes[at + 1] << 8);
  if (size === 2) return low;
  return size === 3 ? low | (bytes[at + 2] << 16) : low | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

/** Runs of one colour, and stretches of several; a pixel that is passed over keeps the palette's first colour. */
function inRuns(bytes: Uint8Array, header: BmpHeader): BmpRows {
  const { width, height, palette } = header;
  const picture = blank(header);
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = palette[at % 3];
  const isHalf = header.compression === COMPRESSION.runs4;
  let [x, row, at] = [0, 0, header.dataAt];
  const put = (colour: number) => {
    if (x < width && row < height) {
      const to = targetOf(header, row) + x * 3;
      for (let channel = 0; channel < 3; channel++) {
        picture.data[to + channel] = palette[colour * 3 + channel] ?? 0;
      }
    }
    x++;
  };
  const nibble = (byte: number, i: number) => (i % 2 === 0 ? byte >> 4 : byte & 15);
  while (at + 2 <= bytes.length) {
    const [count, value] = [bytes[at], bytes[at + 1]];
    at += 2;
    if (count > 0) {
      for (let i = 0; i < count; i++) put(isHalf ? nibble(value, i) : value);
    } else if (value === 0) {
      [x, row] = [0, row + 1];
    } else if (value === 1) {
      return { picture, share: 1 };
    } else if (value === 2) {
      x += bytes[at] ?? 0;
      row += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      const length = isHalf ? Math.ceil(value / 2) : value;
      if (at + length > bytes.length) break;
      for (let i = 0; i < value; i++) {
        put(isHalf ? nibble(bytes[at + Math.floor(i / 2)], i) : bytes[at + i]);
      }
      at += length + (length % 2);
    }
  }
  // Of a file without the mark of its end, the last row may be complete.
  return { picture, share: Math.min(1, (row + (x >= width ? 1 : 0)) / height) };
}
