import type { RgbPicture } from '../core/picture.ts';

/** Of each side: half of the area. */
const CENTRE_CROP_SIDE = Math.SQRT1_2;

/** The middle half of a picture's area, in its own ratio; 1 × 1 at least. */
export function centreCrop(picture: RgbPicture): RgbPicture {
  const width = Math.max(1, Math.round(picture.width * CENTRE_CROP_SIDE));
  const height = Math.max(1, Math.round(picture.height * CENTRE_CROP_SIDE));
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}
