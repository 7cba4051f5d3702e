import type { QueryPixels, RgbPicture } from '../core/picture.ts';
import { partBoxes } from './content-boxes.ts';
import { greyOf } from './grey.ts';
import { patchesOf } from './patches.ts';

/** Finer than this, in pixels of the longer side, no picture is compared: a figure a third as wide as it has all its size. */
const LONGER_SIDE = 768;

/** A picture as a check looks at it again and again: its brightness, shrunk where it is large, and its parts. */
export function queryPixels(picture: RgbPicture): QueryPixels {
  const side = Math.min(LONGER_SIDE, Math.max(picture.width, picture.height));
  const { width, height, data } = greyOf(picture, side);
  const parts = partBoxes(picture).map((box) => ({
    left: box.left / picture.width,
    top: box.top / picture.height,
    width: box.width / picture.width,
    height: box.height / picture.height,
  }));
  // Rounds, and is ten times as quick as to map.
  return {
    width,
    height,
    data: new Uint8Array(new Uint8ClampedArray(data).buffer),
    parts,
    patches: patchesOf(picture),
  };
}
