import type { PreprocessingProfile } from '../core/model-card.ts';
import type { RgbPicture, View } from '../core/picture.ts';
import { centreCrop } from './crop.ts';
import { orient } from './orient.ts';
import { modelInput } from './preprocess.ts';

/**
 * The model inputs of a picture's views, in the order of `views`. The picture is resized once and the small
 * square is turned for the mirrored and rotated views. That shows what turning the picture first would show,
 * up to rounding; where a cropping or padding fit has an odd row or column left over, one pixel further along.
 */
export async function viewInputs(
  picture: RgbPicture,
  profile: PreprocessingProfile,
  views: readonly View[],
): Promise<RgbPicture[]> {
  const upright = await modelInput(picture, profile);
  return Promise.all(
    views.map(async (view) =>
      view === 'centre-crop' ? modelInput(centreCrop(picture), profile) : orient(upright, view),
    ),
  );
}
