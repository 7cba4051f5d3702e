import type { Crop, RgbPicture } from '../core/picture.ts';
import { busiestPart } from './busiest-part.ts';
import { contentBox, cutOut, partBoxes } from './content-boxes.ts';
import type { Window } from './resize.ts';

/** Of each side: half of the area. */
const CENTRE_CROP_SIDE = Math.SQRT1_2;

/** A part this large is as good as the whole, and one this small shows nothing; both of the area. */
const LARGEST_PART = 0.94;
const SMALLEST_PART = 0.001;

type Find = (picture: RgbPicture) => Window;

const WINDOWS: Record<Crop, Find> = {
  'centre-crop': centreWindow,
  trimmed: contentBox,
  inside: innermostPart,
  'upper-left': (picture) => quarter(picture, 0, 0),
  'upper-right': (picture) => quarter(picture, 1, 0),
  'lower-left': (picture) => quarter(picture, 0, 1),
  'lower-right': (picture) => quarter(picture, 1, 1),
};

/** A part of a picture, 1 × 1 at least; null where that is all of it, or next to nothing. */
export function cropTo(picture: RgbPicture, crop: Crop): RgbPicture | null {
  const window = WINDOWS[crop](picture);
  const share = (window.width * window.height) / (picture.width * picture.height);
  if (crop !== 'centre-crop' && (share > LARGEST_PART || share < SMALLEST_PART)) return null;
  return cutOut(picture, window);
}

/** What lies by itself within the others, as a mark does in the picture on a screen; else where most happens. */
function innermostPart(picture: RgbPicture): Window {
  const { left, top } = contentBox(picture);
  const parts = partBoxes(picture).filter((part) => part.left !== left || part.top !== top);
  return parts.toSorted((a, b) => a.width * a.height - b.width * b.height)[0] ?? busiestPart(picture);
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
