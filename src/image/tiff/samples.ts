import { plainBytes, SHARP_TIMEOUT_SECONDS, sharp } from '../bounded-sharp.ts';
import { COLOURS, MOST_SAMPLES, PHOTOMETRIC } from './kind.ts';
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
  const { photometric, subsampling } = layout;
  if (photometric === PHOTOMETRIC.ycbcr && (subsampling[0] > 1 || subsampling[1] > 1)) {
    return { data: unshared(await readShared(bytes, layout), layout), each: layout.samples };
  }
  const isGrey = COLOURS[photometric] === 1;
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

async function rawOf(tiff: Uint8Array, isDeep: boolean, grey = false): Promise<Samples> {
  const space = grey ? 'b-w' : isDeep ? 'rgb16' : 'srgb';
  const { data, info } = await sharp(tiff, {
    failOn: 'error',
    ignoreIcc: true,
    limitInputPixels: false,
    // Grey comes as three channels.
    limitInputChannels: MOST_SAMPLES + 2,
  })
    .timeout({ seconds: SHARP_TIMEOUT_SECONDS })
    .toColourspace(space)
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

/**
 * The samples of YCbCr in which several pixels share their chroma: blocks of so many luma samples, and the two chromas
 * of all of them. To have them unpacked, a row of blocks is said to be a row of grey.
 */
async function readShared(bytes: Uint8Array, layout: TiffLayout): Promise<Uint8Array> {
  const { width, height, fields, subsampling } = layout;
  const [across, down] = subsampling;
  const block = across * down + 2;
  const valueOf = (tag: number): number => {
    const field = fields.at.get(tag);
    if (!field) return 0;
    return field.type === 3
      ? fields.view.getUint16(field.values, fields.isLittle)
      : fields.view.getUint32(field.values, fields.isLittle);
  };
  const told = withFields(bytes, fields, {
    [TAGS.photometric]: PHOTOMETRIC.blackIsZero,
    [TAGS.samples]: 1,
    [TAGS.bits]: 8,
    [TAGS.width]: Math.ceil(width / across) * block,
    [TAGS.height]: Math.ceil(height / down),
    [TAGS.rowsPerStrip]: Math.ceil(Math.min(height, valueOf(TAGS.rowsPerStrip)) / down),
    [TAGS.tileWidth]: (valueOf(TAGS.tileWidth) / across) * block,
    [TAGS.tileHeight]: valueOf(TAGS.tileHeight) / down,
  });
  return (await rawOf(told, false, true)).data as Uint8Array;
}

/** Three samples for each pixel, each chroma repeated for all that share it. */
function unshared(blocks: Uint8Array, { width, height, subsampling: [across, down] }: TiffLayout) {
  const block = across * down + 2;
  const rowLength = Math.ceil(width / across) * block;
  const data = new Uint8Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / down) * rowLength;
    for (let x = 0; x < width; x++, to += 3) {
      const at = row + Math.floor(x / across) * block;
      data[to] = blocks[at + (y % down) * across + (x % across)];
      data[to + 1] = blocks[at + across * down];
      data[to + 2] = blocks[at + across * down + 1];
    }
  }
  return data;
}
