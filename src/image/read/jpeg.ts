import type { Metadata } from 'sharp';
import { jpegStructure } from '../mend/jpeg.ts';
import { cutShort, damaged, notReadHere } from '../refusals.ts';
import type { Reader, ReadLimits, ReadPicture } from './reader.ts';
import { readByVips } from './vips.ts';

const END_MARKER = Uint8Array.of(0xff, 0xd9);

/** libjpeg's warning where a scan ends before its picture does. */
const TOO_LITTLE = 'premature end of data segment';

/**
 * Decides between whole, mended and cut short, by what libjpeg-turbo does under each `failOn` of libvips: a file that
 * merely lacks its end marker decodes without a warning once one is put there, while one that lacks as little as the
 * last byte of its data warns that the segment ended early. `error` lets that warning pass, whether the marker is
 * there or not, and fills up with grey; so a first look is taken under `warning`.
 */
export const jpegReader: Reader = {
  format: 'jpeg',
  async read(bytes, limits) {
    const read = await readWarily(bytes, limits);
    if (!('failure' in read)) return read;
    const { variant, hasEnd, hasAllScans } = jpegStructure(bytes);
    if (variant) throw notReadHere(variant);
    if (read.failure.includes(TOO_LITTLE)) throw tooLittle(bytes);
    if (hasEnd) throw damaged(bytes, 'jpeg');
    if (!hasAllScans) throw tooLittle(bytes);
    const ended = await readWarily(Buffer.concat([bytes, END_MARKER]), limits);
    if ('failure' in ended) throw tooLittle(bytes);
    ended.notes.push('The JPEG file lacks its end marker (its last two bytes); every pixel is there.');
    return ended;
  },
};

function tooLittle(bytes: Uint8Array) {
  return cutShort(bytes, 'jpeg', 'its data ends before the picture does');
}

/** Faults that the decoder passes over are noted, but for missing data, which fails. */
async function readWarily(bytes: Uint8Array, limits: ReadLimits): Promise<ReadPicture | { failure: string }> {
  const clean = await readByVips(bytes, limits, { failOn: 'warning', bytesPerPixel });
  if (!('failure' in clean) || clean.failure.includes(TOO_LITTLE)) return clean;
  const passed = await readByVips(bytes, limits, { bytesPerPixel });
  if (!('failure' in passed)) {
    passed.notes.push('The JPEG file has faults that were passed over; parts may show wrongly.');
  }
  return passed;
}

/** A progressive one is unpacked to all its coefficients, of two bytes each, before its first pixel is known. */
function bytesPerPixel({ isProgressive, chromaSubsampling, channels }: Metadata): number {
  if (!isProgressive) return 0;
  return 2 * (chromaSubsampling === '4:2:0' ? 1.5 : chromaSubsampling === '4:2:2' ? 2 : channels);
}
