import { RIM, UNIT } from '../../../core/calibration.ts';
import type { GreyPixels } from '../../../core/picture.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { moved, type AffineTransform } from './affine-transform.ts';
import type { Point } from './area.ts';

/**
 * How much of a row's border can be seen in a query, 0 to 1: places along it where brightness changes at a step and is even
 * beyond, as a page is around a picture. A figure that two drawings share brings no border with it.
 * @param toQuery from the row's places to the query's, in the unit of a picture
 */
export function rimShare(
  pixels: GreyPixels,
  toQuery: AffineTransform,
  query: Keypoints,
  row: Keypoints,
): number {
  const [right, bottom] = [row.width / UNIT, row.height / UNIT];
  const inPixels = ([u, v]: Point): Point => [
    (u * UNIT * pixels.width) / query.width,
    (v * UNIT * pixels.height) / query.height,
  ];
  const corners = (
    [
      [0, 0],
      [right, 0],
      [right, bottom],
      [0, bottom],
    ] as const
  ).map((corner) => inPixels(moved(toQuery, corner)));
  // Neighbours' order goes round one way or the other, and says where outside is.
  const [one, two, , four] = corners;
  const turn = Math.sign((two[0] - one[0]) * (four[1] - one[1]) - (two[1] - one[1]) * (four[0] - one[0]));
  let seen = 0;
  for (const [i, from] of corners.entries()) {
    const to = corners[(i + 1) % corners.length];
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = Math.max(1, Math.hypot(dx, dy));
    const outward: Point = [(turn * dy) / length, (-turn * dx) / length];
    for (let place = 0; place < RIM.places; place++) {
      const along = (place + 0.5) / RIM.places;
      if (isEdge(pixels, [from[0] + along * dx, from[1] + along * dy], outward)) seen++;
    }
  }
  return seen / (corners.length * RIM.places);
}

/** Whether there is a step near a place, and nothing beyond it. */
function isEdge(pixels: GreyPixels, [x, y]: Point, [right, down]: Point): boolean {
  const at = (distance: number): number | null =>
    levelAt(pixels, Math.round(x + distance * right), Math.round(y + distance * down));
  for (let off = -RIM.slack; off <= RIM.slack; off++) {
    const [inside, outside, beyond] = [at(off - RIM.width), at(off + RIM.width), at(off + 2 * RIM.width)];
    if (inside === null || outside === null || beyond === null) continue;
    const isStep = Math.abs(inside - outside) >= RIM.leastStep;
    if (isStep && Math.abs(outside - beyond) <= RIM.mostBeyond) return true;
  }
  return false;
}

/** Null outside of the picture. */
function levelAt({ width, height, data }: GreyPixels, x: number, y: number): number | null {
  return x < 0 || y < 0 || x >= width || y >= height ? null : data[y * width + x];
}
