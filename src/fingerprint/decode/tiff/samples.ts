import { plainBytes, SHARP_TIMEOUT_SECONDS, sharp } from '../bounded-sharp.ts';
import { COLOURS, MAX_SAMPLES, PHOTOMETRIC } from './kind.ts';
import { TAGS, withFields, type TiffLayout } from './layout.ts';

/** The numbers of a file as they stand in it, pixel by pixel: 0–255, or 0–65,535. */
export interface Samples {
  data: Uint8Array | Uint16Array;
  /** Numbers of a pixel. */
  each: number;
}

/**
 * The samples of a TIFF, by libvips, which unpacks any but knows few kinds of colour: it is told that they are RGB or
 * grey, which it hands over as they are.
 * @throws Error of the decoder
 */
export async function readSamples(bytes: Uint8Array, layout: TiffLayout): Promise<Samples> {
  const isGrey = COLOURS[layout.photometric] === 1;
  const told = withFields(bytes, layout.fields, {
    [TAGS.photometric]: isGrey ? PHOTOMETRIC.blackIsZero : PHOTOMETRIC.rgb,
    [TAGS.sampleFormats]: 1,
  });
  const { data, each } = await rawOf(withPlainExtras(told, layout), layout.bits[0] === 16);
  // Grey comes back as three equal channels, and what followed it.
  return isGrey && each === layout.samples + 2
    ? { data: data.filter((_, i) => i % each === 0 || i % each > 2), each: layout.samples }
    : { data, each };
}

async function rawOf(tiff: Uint8Array, isDeep: boolean): Promise<Samples> {
  const { data, info } = await sharp(tiff, {
    failOn: 'error',
    ignoreIcc: true,
    limitInputPixels: false,
    // Grey comes as three channels.
    limitInputChannels: MAX_SAMPLES + 2,
  })
    .timeout({ seconds: SHARP_TIMEOUT_SECONDS })
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const plain = plainBytes(data);
  return {
    data: isDeep ? new Uint16Array(plain.buffer, plain.byteOffset, plain.length / 2) : plain,
    each: info.channels,
  };
}

/** Where one is called alpha that was multiplied in, libvips divides it out again, though not of every kind of file. */
function withPlainExtras(tiff: Uint8Array, { fields }: TiffLayout): Uint8Array {
  const field = fields.at.get(TAGS.extras);
  if (field?.type === 3) tiff.fill(0, field.values, field.values + field.count * 2);
  return tiff;
}
