import type { RgbPicture } from '../../core/picture.ts';
import type { Random } from '../../core/random.ts';
import { laidOn } from './raster.ts';
import { plain } from './warp.ts';

/** A plain border on each side, 20 % of that side. */
export function padded(picture: RgbPicture, random: Random): RgbPicture {
  const [across, down] = [Math.round(picture.width * 0.2), Math.round(picture.height * 0.2)];
  const grey = Math.round(random() * 255);
  const colour = random() < 0.5 ? ([grey, grey, grey] as const) : ([random() * 255, grey, 128] as const);
  const ground = plain(picture.width + 2 * across, picture.height + 2 * down, colour);
  return laidOn(ground, picture, across, down);
}
