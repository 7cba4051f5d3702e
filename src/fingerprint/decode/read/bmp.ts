import { type BmpHeader, bmpHeader, COMPRESSION } from '../bmp/header.ts';
import { bmpRows } from '../bmp/rows.ts';
import { cutShort, damaged, notReadHere } from '../refusals.ts';
import type { Reader } from './reader.ts';
import { checkSize } from './size.ts';

export const bmpReader: Reader = {
  format: 'bmp',
  async read(bytes, { maxPixels, heldPixels }) {
    const header = bmpHeader(bytes);
    if (!header || header.width < 1 || header.height < 1) throw damaged(bytes, 'bmp');
    checkSize(header.width, header.height, Math.min(maxPixels, heldPixels));
    if (!isRead(header)) {
      throw notReadHere(`a BMP of ${header.bitsPerPixel} bits a pixel in packing ${header.compression}`);
    }
    const { picture, share } = bmpRows(bytes, header);
    if (share < 1) throw cutShort(bytes, 'bmp', `${Math.ceil((1 - share) * 100)} % of its rows are missing`);
    return { picture, width: picture.width, height: picture.height, notes: [] };
  },
};

/** Depths of each way of packing. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  [COMPRESSION.none]: [1, 2, 4, 8, 16, 24, 32],
  [COMPRESSION.runs8]: [8],
  [COMPRESSION.runs4]: [4],
  [COMPRESSION.masks]: [16, 32],
  [COMPRESSION.masksAndAlpha]: [16, 32],
};

function isRead({ compression, bitsPerPixel }: BmpHeader): boolean {
  return DEPTHS[compression]?.includes(bitsPerPixel) ?? false;
}
