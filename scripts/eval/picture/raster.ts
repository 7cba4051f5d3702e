import sharp, { type Sharp } from 'sharp';
import type { RgbPicture } from '../../../src/core/picture.ts';

/** Longest side of a row's picture: pictures of published datasets are about as large. */
const LONGEST_ROW_SIDE = 400;

/** Longest side of the row of a picture whose truth is known, and its JPEG quality: as large datasets hold them. */
const LARGE_ROW = { side: 1024, quality: 92 } as const;

/** Longest side of such a picture as it is asked: what is shown on the web is about as large. */
const LONGEST_ASKED_SIDE = 800;

/**
 * A picture file as a row of an index has it: at most 400 pixels on its long side, upright, on white. One that is
 * so already stays the very file that it is.
 */
export async function asRowPicture(bytes: Uint8Array): Promise<Uint8Array> {
  const { width, height } = await sharp(bytes).metadata();
  if (Math.max(width, height) <= LONGEST_ROW_SIDE) return bytes;
  return asJpeg(fitted(bytes, LONGEST_ROW_SIDE), 90);
}

/** A picture file as a larger row has it: JPEG 92, at most 1024 pixels on its long side, upright, on white. */
export async function asLargeRowPicture(bytes: Uint8Array): Promise<Uint8Array> {
  return asJpeg(fitted(bytes, LARGE_ROW.side), LARGE_ROW.quality);
}

/** The pixels of a picture file, at most 400 on the long side. */
export async function rowPixels(bytes: Uint8Array): Promise<RgbPicture> {
  return pixelsOf(fitted(bytes, LONGEST_ROW_SIDE));
}

/** The pixels of a picture file, at most 800 on the long side. */
export async function largePixels(bytes: Uint8Array): Promise<RgbPicture> {
  return pixelsOf(fitted(bytes, LONGEST_ASKED_SIDE));
}

function fitted(bytes: Uint8Array, side: number): Sharp {
  return upright(bytes).resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

function upright(bytes: Uint8Array): Sharp {
  return sharp(bytes, { autoOrient: true }).flatten({ background: 'white' }).toColourspace('srgb');
}

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
