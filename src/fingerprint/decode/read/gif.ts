import { firstGifFrame, whiteAround } from '../mend/gif.ts';
import { damaged } from '../refusals.ts';
import type { Reader } from './reader.ts';
import { readByVips } from './vips.ts';

/** libvips leaves black what no frame covers, where the frame itself has no transparent colour. It shows nothing. */
export const gifReader: Reader = {
  format: 'gif',
  async read(bytes, limits) {
    // Its frame is unpacked whole, and so not shrunk.
    const whole = { ...limits, maxPixels: Math.min(limits.maxPixels, limits.heldPixels) };
    const read = await readByVips(bytes, whole);
    if ('failure' in read) throw damaged(bytes, 'gif');
    const frame = firstGifFrame(bytes);
    if (frame) whiteAround(read.picture, frame);
    return read;
  },
};
