import { angleBetween, turned } from '../../../src/calibrate/edits/shape.ts';
import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, type Random } from '../../../src/core/random.ts';
import { asSharp, cut, pixelsOf } from '../../../src/calibrate/edits/raster.ts';
import { cornersOf, homographyBetween, projected, type Point } from '../picture/warp.ts';
import { plain, warpedOnto } from '../../../src/calibrate/edits/warp.ts';
import type { Change } from '../../../src/calibrate/edits/change.ts';

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
