import type { Metadata } from 'sharp';
import { TrainspotError } from '../../../core/errors.ts';
import type { Orientation, RgbPicture } from '../../../core/picture.ts';
import { plainBytes, SHARP_TIMEOUT_SECONDS, sharp } from '../bounded-sharp.ts';
import { orient } from '../orient.ts';
import { tookTooLong } from '../refusals.ts';
import type { ReadLimits, ReadPicture } from './reader.ts';
import { shrinkFactor, shrunkNote } from './size.ts';

/** Why libvips did not read a file, in its own words: to tell kinds of failure apart, never to be shown. */
interface NotRead {
  failure: string;
}

interface ReadOptions {
  /** `warning` makes an error of what the decoder merely passes over. */
  failOn?: 'error' | 'warning';
  /** What the decoder holds of each pixel, however much the picture is shrunk; nothing where it reads row by row. */
  bytesPerPixel?: (header: Metadata) => number;
}

/**
 * Has libvips read a file: upright, on white where it was transparent, as 8-bit RGB, its colour profile ignored. The
 * size is checked in the header, before anything is unpacked; beyond `limits.heldPixels` the picture is shrunk while
 * it is read.
 * @throws TrainspotError `picture-too-many-pixels`, and `picture-unreadable` where it takes too long
 */
export async function readByVips(
  bytes: Uint8Array,
  limits: ReadLimits,
  { failOn = 'error', bytesPerPixel = () => 0 }: ReadOptions = {},
): Promise<ReadPicture | NotRead> {
  // Without a limit: the decoder's own refusal would not say how large the picture is.
  const open = (limitInputPixels: number | false) =>
    sharp(bytes, { failOn, ignoreIcc: true, limitInputPixels, sequentialRead: true });
  try {
    const header = await open(false).metadata();
    const factor = shrinkFactor(header.width, header.height, limits, bytesPerPixel(header));
    if (factor === 1) {
      const picture = await unpacked(open(limits.maxPixels).autoOrient());
      return { picture, width: picture.width, height: picture.height, notes: [] };
    }
    const [width, height] = [Math.floor(header.width / factor), Math.floor(header.height / factor)];
    // Turning it first would need all of it in memory.
    const lying = await unpacked(
      open(limits.maxPixels).resize(width, height, { fit: 'fill', kernel: 'cubic' }),
    );
    const picture = upright(lying, header.orientation);
    const size = header.autoOrient;
    return { picture, ...size, notes: [shrunkNote(size.width, size.height, picture)] };
  } catch (error) {
    if (error instanceof TrainspotError || !(error instanceof Error)) throw error;
    if (error.message.startsWith('timeout')) throw tookTooLong(SHARP_TIMEOUT_SECONDS);
    return { failure: error.message };
  }
}

async function unpacked(pipeline: ReturnType<typeof sharp>): Promise<RgbPicture> {
  const { data, info } = await pipeline
    .timeout({ seconds: SHARP_TIMEOUT_SECONDS })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: plainBytes(data) };
}

/** What is asked to be done to the stored picture, by the numbers of EXIF 2.3 and TIFF 6.0, tag 0x0112. */
const ASKED: Readonly<Record<number, Orientation>> = {
  2: 'mirrored',
  3: 'rotated-180',
  4: 'flipped',
  5: 'transposed',
  6: 'rotated-90',
  7: 'transversed',
  8: 'rotated-270',
};

export function upright(lying: RgbPicture, orientation = 1): RgbPicture {
  const asked = ASKED[orientation];
  return asked ? orient(lying, asked) : lying;
}
