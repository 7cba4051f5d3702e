import type { Metadata } from 'sharp';
import { SHARP_TIMEOUT_SECONDS } from '../bounded-sharp.ts';
import { hasPngEnd, mendPng } from '../mend/png.ts';
import { cutShort, damaged } from '../refusals.ts';
import type { Reader } from './reader.ts';
import { readByVips } from './vips.ts';

/**
 * A PNG's data carries two kinds of checksum, one around the packed bytes and one of what they unpack to. A file is
 * taken where the data is complete and one of the two is right; a browser shows it too. libvips refuses it under every
 * `failOn` but `none`, which would also take half a picture.
 */
export const pngReader: Reader = {
  format: 'png',
  async read(bytes, limits) {
    const read = await readByVips(bytes, limits, { bytesPerPixel });
    if (!('failure' in read)) {
      if (!hasPngEnd(bytes)) {
        read.notes.push('The PNG file lacks its last piece (IEND); every pixel is there.');
      }
      return read;
    }
    const mending = await mendPng(bytes, performance.now() + SHARP_TIMEOUT_SECONDS * 1000);
    if (mending.is === 'cut') {
      const missing = Math.ceil((1 - mending.share) * 100);
      throw cutShort(bytes, 'png', `${missing} % of its picture data is missing`);
    }
    if (mending.is === 'damaged') throw damaged(bytes, 'png');
    const mended = await readByVips(mending.file, limits, { bytesPerPixel });
    if ('failure' in mended) throw damaged(bytes, 'png');
    mended.notes.push('A checksum in the PNG file is wrong; every pixel is there.');
    return mended;
  },
};

/** An interlaced one is unpacked whole. */
function bytesPerPixel({ isProgressive, channels, bitsPerSample = 8 }: Metadata): number {
  return isProgressive ? (channels * bitsPerSample) / 8 : 0;
}
