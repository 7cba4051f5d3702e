import type { Crop, RgbPicture } from '../core/picture.ts';
import { busiestPart, withoutBorder } from './content.ts';
import type { Window } from './resize.ts';

/** Of each side: half of the area. */
const CENTRE_CROP_SIDE = Math.SQRT1_2;

/** A part this large is as good as the whole, and one this small shows nothing; both of the area. */
const LARGEST_PART = 0.94;
const SMALLEST_PART = 0.03;

type Find = (picture: RgbPicture) => Window;

const WINDOWS: Record<Crop, Find> = {
  'centre-crop': centreWindow,
  trimmed: withoutBorder,
  inside: busiestPart,
  'upper-left': (picture) => quarter(picture, 0, 0),
  'upper-right': (picture) => quarter(picture, 1, 0),
  'lower-left': (picture) => quarter(picture, 0, 1),
  'lower-right': (picture) => quarter(picture, 1, 1),
};

/** A part of a picture, 1 × 1 at least; null where that is all of it, or next to nothing. */
export function cropTo(picture: RgbPicture, crop: Crop): RgbPicture | null {
  const { left, top, width, height } = WINDOWS[crop](picture);
  const share = (width * height) / (picture.width * picture.height);
  if (crop !== 'centre-crop' && (share > LARGEST_PART || share < SMALLEST_PART)) return null;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, data };
}

/** The middle half of a picture's area, in its own ratio. */
function centreWindow(picture: RgbPicture): Window {
  const width = Math.max(1, Math.round(picture.width * CENTRE_CROP_SIDE));
  const height = Math.max(1, Math.round(picture.height * CENTRE_CROP_SIDE));
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  return { left, top, width, height };
}

function quarter(picture: RgbPicture, column: 0 | 1, row: 0 | 1): Window {
  const width = Math.max(1, picture.width >> 1);
  const height = Math.max(1, picture.height >> 1);
  return { left: column * (picture.width - width), top: row * (picture.height - height), width, height };
}
