import { asJpeg, pixelsOf } from '../../../src/calibrate/edits/raster.ts';
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
