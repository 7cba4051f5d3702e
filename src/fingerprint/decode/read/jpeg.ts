import type { Metadata } from 'sharp';
import { jpegStructure } from '../mend/jpeg.ts';
import { cutShort, damaged, notReadHere } from '../refusals.ts';
import type { Reader, ReadLimits, ReadPicture } from './reader.ts';
import { readByVips } from './vips.ts';

const END_MARKER = Uint8Array.of(0xff, 0xd9);

/** libjpeg's warnings where a scan ends before its picture does: in the middle of its data, or where it may begin anew. */
const TOO_LITTLE = /premature end of data segment|found marker 0xd9 instead of/;

/** Its other warnings that concern the picture; further ones are of headers alone. */
const CORRUPT = 'Corrupt JPEG data';

/**
 * Decides between whole, mended and cut short, by what libjpeg-turbo does under each `failOn` of libvips: a file that
 * merely lacks its end marker decodes without a warning once one is put there, while one that lacks as little as the
 * last byte of its data warns that the segment ended early. `error` lets that warning pass, whether the marker is
 * there or not, and fills up with grey; so a first look is taken under `warning`.
 */
export const jpegReader: Reader = {
  format: 'jpeg',
  async read(bytes, limits) {
    const clean = await readByVips(bytes, limits, { failOn: 'warning', bytesPerPixel });
    if (!('failure' in clean)) return clean;
    const { variant, hasEnd, hasAllScans } = jpegStructure(bytes);
    if (variant) throw notReadHere(variant);
    if (TOO_LITTLE.test(clean.failure)) throw tooLittle(bytes);
    if (!hasEnd) return readEnded(bytes, limits, hasAllScans);
    const passed = await readByVips(bytes, limits, { bytesPerPixel });
    if ('failure' in passed) throw damaged(bytes, 'jpeg');
    if (clean.failure.includes(CORRUPT)) {
      passed.notes.push('The JPEG file has faults that were passed over; parts may show wrongly.');
    }
    return passed;
  },
};

/** Reads it as if its end marker were there; zeros that follow the data, as of a disk's block, are left out. */
async function readEnded(bytes: Uint8Array, limits: ReadLimits, hasAllScans: boolean): Promise<ReadPicture> {
  if (!hasAllScans) throw tooLittle(bytes);
  const filled = bytes.findLastIndex((byte) => byte !== 0) + 1;
  for (const length of new Set([filled, bytes.length])) {
    const ended = Buffer.concat([bytes.subarray(0, length), END_MARKER]);
    const read = await readByVips(ended, limits, { failOn: 'warning', bytesPerPixel });
    if ('failure' in read) continue;
    read.notes.push('The JPEG file lacks its end marker (its last two bytes); every pixel is there.');
    return read;
  }
  throw tooLittle(bytes);
}

function tooLittle(bytes: Uint8Array) {
  return cutShort(bytes, 'jpeg', 'its data ends before the picture does');
}

/** A progressive one is unpacked to all its coefficients, of two bytes each, before its first pixel is known. */
function bytesPerPixel({ isProgressive, chromaSubsampling, channels }: Metadata): number {
  if (!isProgressive) return 0;
  return 2 * (chromaSubsampling === '4:2:0' ? 1.5 : chromaSubsampling === '4:2:2' ? 2 : channels);
}
