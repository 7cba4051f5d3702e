import type { MatchedArea } from '../../../api/geometry.ts';

export type Point = readonly [x: number, y: number];

/** Corners of the regular polygon that stands for the disc around a point. */
const DISC_CORNERS = 8;

/**
 * The part of a picture that its points speak for: the convex hull of a disc around each, within the picture.
 * @param points in fractions of the width and height
 * @param radiusX of the discs, likewise @param radiusY
 */
export function areaAround(
  points: readonly Point[],
  radiusX: number,
  radiusY: number,
): Omit<MatchedArea, 'whole'> {
  const around = points.flatMap(([x, y]) =>
    Array.from({ length: DISC_CORNERS }, (_, corner): Point => {
      const angle = (2 * Math.PI * corner) / DISC_CORNERS;
      return [inside(x + radiusX * Math.cos(angle)), inside(y + radiusY * Math.sin(angle))];
    }),
  );
  const polygon = convexHull(around);
  return { percent: 100 * polygonArea(polygon), polygon };
}

function inside(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** The corners of the convex hull, clockwise as a picture is seen (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) return sorted;
  const half = (from: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of from) {
      while (chain.length >= 2 && turn(chain[chain.length - 2], chain[chain.length - 1], point) <= 0)
        chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** Area of a polygon without crossings, in squares of its own unit. */
export function polygonArea(polygon: readonly Point[]): number {
  let twice = 0;
  for (let i = 0; i < polygon.length; i++) {
    const [a, b] = [polygon[i], polygon[(i + 1) % polygon.length]];
    twice += a[0] * b[1] - b[0] * a[1];
  }
  return Math.abs(twice) / 2;
}

/** The part of a convex polygon that lies in the rectangle from 0, 0 to `right`, `bottom` (Sutherland and Hodgman). */
export function clippedTo(polygon: readonly Point[], right: number, bottom: number): Point[] {
  // How far inside of each of the four sides a point lies.
  const sides: ((point: Point) => number)[] = [
    ([x]) => x,
    ([x]) => right - x,
    ([, y]) => y,
    ([, y]) => bottom - y,
  ];
  return sides.reduce<Point[]>(
    (kept, depth) => {
      return kept.flatMap((point, i) => {
        const next = kept[(i + 1) % kept.length];
        const [here, there] = [depth(point), depth(next)];
        const own = here >= 0 ? [point] : [];
        if (here >= 0 === there >= 0) return own;
        const share = here / (here - there);
        const crossing: Point = [
          point[0] + share * (next[0] - point[0]),
          point[1] + share * (next[1] - point[1]),
        ];
        return [...own, crossing];
      });
    },
    [...polygon],
  );
}

/** A polygon shrunk about the mean of its corners, to `factor` of its lengths. */
export function shrunk(polygon: readonly Point[], factor: number): Point[] {
  const [x, y] = [mean(polygon.map((point) => point[0])), mean(polygon.map((point) => point[1]))];
  return polygon.map((point) => [x + factor * (point[0] - x), y + factor * (point[1] - y)]);
}

/** Whether a point lies in a convex polygon, of either winding. */
export function contains(polygon: readonly Point[], point: Point): boolean {
  let sign = 0;
  for (let i = 0; i < polygon.length; i++) {
    const side = Math.sign(turn(polygon[i], polygon[(i + 1) % polygon.length], point));
    if (side === 0) continue;
    if (sign !== 0 && side !== sign) return false;
    sign = side;
  }
  return polygon.length >= 3;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
