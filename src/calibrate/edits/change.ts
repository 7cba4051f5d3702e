import type { RgbPicture } from '../../core/picture.ts';
import type { Random } from '../../core/random.ts';

/** What an edit does to pixels. */
export type Change = (picture: RgbPicture, random: Random) => RgbPicture | Promise<RgbPicture>;
