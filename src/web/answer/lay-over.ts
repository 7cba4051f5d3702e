import type { Geometry } from '../../api/geometry.ts';

export interface Size {
  width: number;
  height: number;
}

type Point = readonly [x: number, y: number];
/** As SVG's `matrix()` has it: x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/**
 * The map that lays the picture found on the artist's own, both in pixels: it undoes how the own one was mirrored, turned and
 * scaled. Where one stands in the other in part, the middles of what they share come to lie on one another.
 * @param geometry null where all of the one is all of the other, as of a copy
 */
export function layOver(geometry: Geometry | null, ownSize: Size, theirSize: Size): Matrix {
  if (geometry === null) {
    return [ownSize.width / theirSize.width, 0, 0, ownSize.height / theirSize.height, 0, 0];
  }
  const { query, row, mirrored, rotationDegrees, scale } = geometry;
  const areWhole = query.whole && row.whole;
  const from = areWhole ? middleOf(theirSize) : within(centre(row.polygon), theirSize);
  const to = areWhole ? middleOf(ownSize) : within(centre(query.polygon), ownSize);
  // The scale is one of long sides.
  const factor = longSide(ownSize) / (longSide(theirSize) * scale);
  const angle = (-rotationDegrees * Math.PI) / 180;
  const flip = mirrored ? -1 : 1;
  const [a, b] = [flip * factor * Math.cos(angle), factor * Math.sin(angle)];
  const [c, d] = [-flip * factor * Math.sin(angle), factor * Math.cos(angle)];
  return [a, b, c, d, to[0] - a * from[0] - c * from[1], to[1] - b * from[0] - d * from[1]];
}

/** The centre of gravity of a convex polygon; the mean of its corners where it has no area. */
function centre(polygon: readonly Point[]): Point {
  let [area, x, y] = [0, 0, 0];
  polygon.forEach(([x1, y1], i) => {
    const [x2, y2] = polygon[(i + 1) % polygon.length];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  });
  if (Math.abs(area) > 1e-9) return [x / (3 * area), y / (3 * area)];
  const mean = (at: 0 | 1): number => polygon.reduce((sum, point) => sum + point[at], 0) / polygon.length;
  return [mean(0), mean(1)];
}

function within([x, y]: Point, { width, height }: Size): Point {
  return [x * width, y * height];
}

function middleOf({ width, height }: Size): Point {
  return [width / 2, height / 2];
}

function longSide({ width, height }: Size): number {
  return Math.max(width, height);
}
