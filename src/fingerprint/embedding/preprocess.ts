import type { PreprocessingProfile } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import { resizeByVips } from '../decode/large-resize.ts';
import { modelInputBy } from './model-input.ts';

/** As `modelInputBy`, with libvips' cubic above 2 megapixels. */
export function modelInput(picture: RgbPicture, profile: PreprocessingProfile): Promise<RgbPicture> {
  return modelInputBy(picture, profile, resizeByVips);
}
