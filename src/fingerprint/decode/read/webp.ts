import type { Metadata } from 'sharp';
import { damaged } from '../refusals.ts';
import type { Reader } from './reader.ts';
import { readByVips } from './vips.ts';

/** Measured of 120 megapixels without loss; an animation has its canvas beside the frame. */
const BYTES_PER_PIXEL = { still: 4.4, animated: 8.4 };

export const webpReader: Reader = {
  format: 'webp',
  async read(bytes, limits) {
    const read = await readByVips(bytes, limits, { bytesPerPixel });
    if ('failure' in read) throw damaged(bytes, 'webp');
    return read;
  },
};

function bytesPerPixel({ pages = 1 }: Metadata): number {
  return pages > 1 ? BYTES_PER_PIXEL.animated : BYTES_PER_PIXEL.still;
}
