import { checkSize } from './size.ts';
import { damaged, notReadHere } from '../refusals.ts';
import { toRgbOf } from '../tiff/colours.ts';
import { cmykTiff, composed, onWhite } from '../tiff/compose.ts';
import { tiffKind, type TiffAlpha } from '../tiff/kind.ts';
import { tiffLayout, type TiffLayout } from '../tiff/layout.ts';
import { readSamples, type Samples } from '../tiff/samples.ts';
import type { Reader, ReadLimits, ReadPicture } from './reader.ts';
import { readByVips, upright } from './vips.ts';

/**
 * The first picture of a TIFF. What libvips takes for another kind of colour, or for transparency, is read from its
 * samples: CIELAB, YCbCr that is not packed as JPEG, channels beyond the colour.
 */
export const tiffReader: Reader = {
  format: 'tiff',
  async read(bytes, limits) {
    const layout = tiffLayout(bytes);
    if (!layout) throw damaged(bytes, 'tiff');
    const kind = tiffKind(layout, bytes);
    if (kind.way === 'none') throw notReadHere(kind.name);
    const read =
      kind.way === 'libvips'
        ? await readByVips(bytes, limits)
        : await readFromSamples(bytes, layout, kind.alpha, limits);
    if ('failure' in read) throw damaged(bytes, 'tiff');
    return read;
  },
};

/** Of the samples, for each pixel that may be held: RGB and a channel, of 16 bits. */
const MAX_BYTES = 8;

async function readFromSamples(
  bytes: Uint8Array,
  layout: TiffLayout,
  alpha: TiffAlpha | null,
  limits: ReadLimits,
): Promise<ReadPicture> {
  // All samples are held at once.
  const bytesPerPixel = Math.max(3, (layout.samples * layout.bits[0]) / 8);
  const most = Math.floor((limits.heldPixels * MAX_BYTES) / bytesPerPixel);
  checkSize(layout.width, layout.height, Math.min(limits.maxPixels, limits.heldPixels, most));
  if (layout.width * layout.height === 0) throw damaged(bytes, 'tiff');
  const samples = await readSamples(bytes, layout).catch(() => null);
  if (!samples || samples.data.length !== layout.width * layout.height * samples.each) {
    throw damaged(bytes, 'tiff');
  }
  const toRgb = toRgbOf(layout);
  const lying = toRgb
    ? composed(samples, layout, toRgb, alpha)
    : await inInks(bytes, samples, layout, alpha, limits);
  const picture = upright(lying, layout.orientation);
  return { picture, width: picture.width, height: picture.height, notes: [] };
}

async function inInks(
  bytes: Uint8Array,
  samples: Samples,
  layout: TiffLayout,
  alpha: TiffAlpha | null,
  limits: ReadLimits,
) {
  const read = await readByVips(cmykTiff(samples, layout), limits);
  if ('failure' in read) throw damaged(bytes, 'tiff');
  if (!alpha) return read.picture;
  return onWhite(read.picture, samples, layout.bits[0] === 16 ? 65_535 : 255, alpha);
}
