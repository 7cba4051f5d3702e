import sharp, { type Sharp } from 'sharp';
import type { RgbPicture } from '../../core/picture.ts';

/** The picture as sharp's input; it is not copied. */
export function asSharp({ data, width, height }: RgbPicture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The pixels that an operation of sharp ends in. */
export async function pixelsOf(image: Sharp): Promise<RgbPicture> {
  const { data, info } = await image
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** @param quality libjpeg's, 1–100 */
export async function asJpeg(image: Sharp, quality: number): Promise<Uint8Array> {
  return image.jpeg({ quality }).toBuffer();
}

/** `picture` scaled to these sides, whatever its ratio. */
export function resized(picture: RgbPicture, width: number, height: number): Promise<RgbPicture> {
  return pixelsOf(asSharp(picture).resize(atLeastOne(width), atLeastOne(height), { fit: 'fill' }));
}

/** `picture` inside a ground, from the pixel `left`, `top` on; what lies outside is lost. */
export function laidOn(ground: RgbPicture, picture: RgbPicture, left: number, top: number): RgbPicture {
  const data = Uint8Array.from(ground.data);
  const from = Math.max(0, -left);
  const to = Math.min(picture.width, ground.width - left);
  for (let y = Math.max(0, -top); y < picture.height && y + top < ground.height; y++) {
    const row = picture.data.subarray((y * picture.width + from) * 3, (y * picture.width + to) * 3);
    data.set(row, ((y + top) * ground.width + left + from) * 3);
  }
  return { width: ground.width, height: ground.height, data };
}

/** The part of `picture` from `left`, `top`, `width` × `height`; it must lie inside. */
export function cut(
  picture: RgbPicture,
  left: number,
  top: number,
  width: number,
  height: number,
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(start, start + width * 3), y * width * 3);
  }
  return { width, height, data };
}

function atLeastOne(side: number): number {
  return Math.max(1, Math.round(side));
}
