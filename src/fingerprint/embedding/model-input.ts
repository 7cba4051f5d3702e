import type { PreprocessingProfile } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import { fitToModel, type Resize } from '../decode/fit.ts';
import { resizeBicubic, resizeCost } from '../resize.ts';

/**
 * Multiplications a channel that the exact arithmetic may cost: a square of 2 megapixels needs 10 million, in
 * some 40 ms. Enlarging never comes near it, except from strips thousands of pixels long.
 */
const EXACT_COST_LIMIT = 10_000_000;

/**
 * A picture as a model's square RGB input of `profile.size` pixels, before mean and deviation: pixel for pixel
 * what Pillow's bicubic gives up to 2 megapixels and whenever it enlarges, what `resizeLarge` gives above.
 */
export function modelInputBy(
  picture: RgbPicture,
  profile: PreprocessingProfile,
  resizeLarge: Resize,
): Promise<RgbPicture> {
  return fitToModel(picture, profile, (from, width, height, window) =>
    resizeCost(from, width, height, window) <= EXACT_COST_LIMIT
      ? resizeBicubic(from, width, height, window)
      : resizeLarge(from, width, height, window),
  );
}
