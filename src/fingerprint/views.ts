import type { PreprocessingProfile } from '../core/model-card.ts';
import { CROPS, type Crop, type RgbPicture, type View } from '../core/picture.ts';
import { cropTo } from './crop.ts';
import { orient } from './decode/orient.ts';
import type { Resize } from './decode/fit.ts';
import { modelInputBy } from './embedding/model-input.ts';
import { withoutWords } from './lettering/lettering.ts';

/** Crops are taken of a picture of this many pixels on its longer side at most; a quarter of it still feeds a model. */
const LONGER_SIDE = 768;

/** One view of a picture as a model sees it. */
export interface ViewInput {
  view: View;
  input: RgbPicture;
}

/**
 * The model inputs of a picture's views, in the order of `views`; a crop that is all of the picture, or next to
 * nothing, is left out, and so is one without words where there are none. The picture is resized once and the small square is turned for the mirrored and rotated
 * views. That shows what turning the picture first would show, up to rounding; where a cropping or padding fit
 * has an odd row or column left over, one pixel further along.
 * @param resizeLarge what large pictures are shrunk by: libvips, or in a browser what is there
 */
export async function viewInputs(
  picture: RgbPicture,
  profile: PreprocessingProfile,
  views: readonly View[],
  resizeLarge: Resize,
): Promise<ViewInput[]> {
  const upright = await modelInputBy(picture, profile, resizeLarge);
  const smaller = views.some(isCrop) ? await shrunk(picture, resizeLarge) : picture;
  const inputs: ViewInput[] = [];
  for (const view of views) {
    const other = isCrop(view)
      ? cropTo(smaller, view)
      : view === 'without-words'
        ? withoutWords(picture)
        : null;
    if (other) inputs.push({ view, input: await modelInputBy(other, profile, resizeLarge) });
    else if (isOrientation(view)) inputs.push({ view, input: orient(upright, view) });
  }
  return inputs;
}

function isOrientation(view: View): view is Exclude<View, Crop | 'without-words'> {
  return view !== 'without-words' && !isCrop(view);
}

function isCrop(view: View): view is Crop {
  return (CROPS as readonly View[]).includes(view);
}

async function shrunk(picture: RgbPicture, resizeLarge: Resize): Promise<RgbPicture> {
  const scale = LONGER_SIDE / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  return resizeLarge(picture, width, height, { left: 0, top: 0, width, height });
}
