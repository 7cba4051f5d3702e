import type { RgbPicture } from '../../../core/picture.ts';
import type { TiffAlpha } from './kind.ts';
import type { TiffLayout } from './layout.ts';
import type { Samples } from './samples.ts';
import type { ToRgb } from './colours.ts';

/** The picture that samples make, on white where they are transparent; further samples are left out. */
export function composed(
  { data, each }: Samples,
  { width, height, bits }: TiffLayout,
  toRgb: ToRgb,
  alpha: TiffAlpha | null,
): RgbPicture {
  const out = new Uint8Array(width * height * 3);
  const opaque = bits[0] === 16 ? 65_535 : 255;
  const rgb = new Float64Array(3);
  for (let to = 0, at = 0; to < out.length; to += 3, at += each) {
    toRgb(data, at, rgb);
    const cover = alpha === null ? 1 : data[at + alpha.sample] / opaque;
    for (let channel = 0; channel < 3; channel++) {
      const colour = alpha?.isMultiplied ? rgb[channel] : rgb[channel] * cover;
      out[to + channel] = Math.max(0, Math.min(255, Math.round(colour + 255 * (1 - cover))));
    }
  }
  return { width, height, data: out };
}

/** The first four of each pixel's samples as a TIFF of CMYK that any decoder reads. */
export function cmykTiff({ data, each }: Samples, { width, height, bits }: TiffLayout): Uint8Array {
  const depth = bits[0];
  const inks = new Uint8Array((width * height * 4 * depth) / 8);
  const numbers = depth === 16 ? new Uint16Array(inks.buffer) : inks;
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let ink = 0; ink < 4; ink++) numbers[pixel * 4 + ink] = data[pixel * each + ink];
  }
  const fields = [
    [256, width],
    [257, height],
    [258, 0],
    [259, 1],
    [262, 5],
    [273, 0],
    [277, 4],
    [278, height],
    [279, inks.length],
  ];
  const bitsAt = 8 + 2 + fields.length * 12 + 4;
  const file = Buffer.alloc(bitsAt + 8 + inks.length);
  file.set([0x49, 0x49, 42, 0, 8, 0, 0, 0, fields.length]);
  fields.forEach(([tag, value], i) => {
    const entry = 10 + i * 12;
    file.writeUInt16LE(tag, entry);
    file.writeUInt16LE(tag === 258 ? 3 : 4, entry + 2);
    file.writeUInt32LE(tag === 258 ? 4 : 1, entry + 4);
    file.writeUInt32LE(tag === 258 ? bitsAt : tag === 273 ? bitsAt + 8 : value, entry + 8);
  });
  for (let ink = 0; ink < 4; ink++) file.writeUInt16LE(depth, bitsAt + ink * 2);
  file.set(inks, bitsAt + 8);
  return file;
}

/** Lays a picture on white by the alpha of its samples. */
export function onWhite(
  { data: colours, ...size }: RgbPicture,
  { data, each }: Samples,
  opaque: number,
  { sample, isMultiplied }: TiffAlpha,
): RgbPicture {
  const laid = colours.map((colour, i) => {
    const cover = data[Math.floor(i / 3) * each + sample] / opaque;
    // Ink that was multiplied in is thinner already: less of it is nearer to white by itself.
    return isMultiplied ? colour : Math.round(colour * cover + 255 * (1 - cover));
  });
  return { ...size, data: laid };
}
