import type { RgbPicture } from '../../../src/core/picture.ts';
import { between } from '../../demo/random.ts';
import { asSharp, cut, pixelsOf, resized } from '../picture/raster.ts';
import type { Random } from '../picture/seeded.ts';
import { cornersOf, homographyBetween, plain, projected, warpedOnto, type Point } from '../picture/warp.ts';
import type { Change } from './edit.ts';

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

/** A quarter turn, clockwise. */
export function quarterTurned(picture: RgbPicture): Promise<RgbPicture> {
  return pixelsOf(asSharp(picture).rotate(90));
}

/** The edge cut off on all sides, each by 4–10 % of the picture. */
export function trimmed(picture: RgbPicture, random: Random): RgbPicture {
  const [left, right, top, bottom] = [0, 1, 2, 3].map(() => between(random, 0.04, 0.1));
  const x = Math.round(picture.width * left);
  const y = Math.round(picture.height * top);
  const width = Math.round(picture.width * (1 - right)) - x;
  return cut(picture, x, y, width, Math.round(picture.height * (1 - bottom)) - y);
}

/** Turned by up to `most` degrees to either side (at least `least`), and cut to the largest window of its ratio. */
export function tilted(least: number, most: number): Change {
  return (picture, random) => {
    const angle = angleBetween(random, least, most);
    const { width, height } = picture;
    const [cos, sin] = [Math.cos(Math.abs(angle)), Math.sin(Math.abs(angle))];
    const scale = Math.min(width / (width * cos + height * sin), height / (width * sin + height * cos));
    return turned(picture, angle, Math.floor(width * scale), Math.floor(height * scale));
  };
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

function angleBetween(random: Random, least: number, most: number): number {
  const degrees = between(random, least, most) * (random() < 0.5 ? -1 : 1);
  return (degrees * Math.PI) / 180;
}

function turned(
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

/** `picture` with its corners at four places of `ground`, which shows around it. */
export function seenFromAside(
  ground: RgbPicture,
  picture: RgbPicture,
  corners: readonly Point[],
): RgbPicture {
  const toSource = homographyBetween(corners, cornersOf(picture));
  return warpedOnto(ground, picture, projected(toSource));
}

/** The corners of a box, each moved inwards by up to `depth` of its sides. */
export function movedCorners(
  random: Random,
  [left, top, width, height]: readonly [number, number, number, number],
  depth: number,
): Point[] {
  return cornersOf({ width, height }).map(([x, y]) => [
    left + x + (x ? -1 : 1) * between(random, 0, depth) * width,
    top + y + (y ? -1 : 1) * between(random, 0, depth) * height,
  ]);
}

/** Seen from aside, on a plain ground. */
export function inPerspective(depth: number): Change {
  return (picture, random) => {
    const { width, height } = picture;
    const ground = plain(width, height, [random() * 255, random() * 255, random() * 255]);
    return seenFromAside(ground, picture, movedCorners(random, [0, 0, width, height], depth));
  };
}

/** Bulged or pinched as by a lens, the corners outside the picture filled by its edge. */
export function lensBent(picture: RgbPicture, random: Random): RgbPicture {
  const { width, height } = picture;
  const strength = between(random, 0.18, 0.32) * (random() < 0.5 ? -1 : 1);
  const within = (value: number, side: number): number => Math.max(0.5, Math.min(side - 0.5, value));
  return warpedOnto(picture, picture, (x, y, place) => {
    const [right, down] = [x / width - 0.5, y / height - 0.5];
    const bend = 1 + strength * (right * right + down * down) * 2 - Math.max(0, strength) * 0.5;
    place[0] = within((right * bend + 0.5) * width, width);
    place[1] = within((down * bend + 0.5) * height, height);
  });
}
