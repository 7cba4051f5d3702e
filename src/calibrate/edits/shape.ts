import type { RgbPicture } from '../../core/picture.ts';
import { between, type Random } from '../../core/random.ts';
import type { Change } from './change.ts';
import { asSharp, cut, pixelsOf, resized } from './raster.ts';
import { plain, warpedOnto } from './warp.ts';

/** A window of this share of the area at a random place; its ratio is the picture's, within an eighth. */
export function cropped(share: number): Change {
  return (picture, random) => {
    const stretch = Math.exp(between(random, -0.12, 0.12));
    const side = Math.sqrt(share);
    const wide = Math.min(1, side * stretch);
    const tall = Math.min(1, share / wide);
    const width = Math.max(1, Math.round(picture.width * wide));
    const height = Math.max(1, Math.round(picture.height * tall));
    const left = Math.floor(random() * (picture.width - width + 1));
    const top = Math.floor(random() * (picture.height - height + 1));
    return cut(picture, left, top, width, height);
  };
}

/** Both sides, or the width alone, multiplied. */
export function scaled(across: number, down: number = across): Change {
  return (picture) => resized(picture, picture.width * across, picture.height * down);
}

/** Left and right swapped. */
export function mirrored(picture: RgbPicture): Promise<RgbPicture> {
  return pixelsOf(asSharp(picture).flop());
}

/** Turned by `least` to `most` degrees to either side, whole, on a plain ground. */
export function turnedOnGround(least: number, most: number): Change {
  return (picture, random) => {
    const angle = angleBetween(random, least, most);
    const { width, height } = picture;
    const [cos, sin] = [Math.cos(Math.abs(angle)), Math.sin(Math.abs(angle))];
    const colour = random() < 0.5 ? ([255, 255, 255] as const) : ([12, 12, 12] as const);
    const [wide, tall] = [Math.ceil(width * cos + height * sin), Math.ceil(width * sin + height * cos)];
    return turned(picture, angle, wide, tall, colour);
  };
}

/** Radians. */
export function angleBetween(random: Random, least: number, most: number): number {
  const degrees = between(random, least, most) * (random() < 0.5 ? -1 : 1);
  return (degrees * Math.PI) / 180;
}

/** Turned about its middle, on a plain ground of these sides. */
export function turned(
  picture: RgbPicture,
  angle: number,
  width: number,
  height: number,
  ground: readonly [number, number, number] = [0, 0, 0],
): RgbPicture {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return warpedOnto(plain(width, height, ground), picture, (x, y, place) => {
    const [right, down] = [x - width / 2, y - height / 2];
    place[0] = right * cos + down * sin + picture.width / 2;
    place[1] = down * cos - right * sin + picture.height / 2;
  });
}
