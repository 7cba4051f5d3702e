import { BEND, PLACEMENT, UNIT } from '../../../core/calibration.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { inverse, moved, type AffineTransform } from './affine-transform.ts';
import type { Point } from './area.ts';
import type { Tentative } from './tentative.ts';

/**
 * A map from the row's picture to the query's, both in `UNIT`, that may bend: [u, v] = affine + squares, where the squares
 * are of x², xy and y² for u, and then for v. So a print that was photographed from aside, or through a lens, is looked at
 * where it lies.
 */
export interface BentMap {
  affine: AffineTransform;
  squares: readonly [number, number, number, number, number, number];
}

const STRAIGHT = [0, 0, 0, 0, 0, 0] as const;

/** The placement turned back as it is. */
export function straightBack(placement: AffineTransform): BentMap {
  return { affine: inverse(placement), squares: STRAIGHT };
}

export function bentPoint({ affine, squares: [a, b, c, d, e, f] }: BentMap, [x, y]: Point): Point {
  const [u, v] = moved(affine, [x, y]);
  return [u + a * x * x + b * x * y + c * y * y, v + d * x * x + e * x * y + f * y * y];
}

/**
 * The placement turned back, bent as the matches say that lie near it: fitted by least squares and gathered in turn, with a
 * little weight that draws it to a straight one. Straight where too few lie near.
 * @param placement from the query to the row @param matches of the two
 */
export function bentBack(
  placement: AffineTransform,
  query: Keypoints,
  row: Keypoints,
  matches: Tentative,
): BentMap {
  let map = straightBack(placement);
  const pairs = matches.query.map((from, i): [Point, Point] => [at(row, matches.row[i]), at(query, from)]);
  const [a, b, , d, e] = map.affine;
  const scale = Math.sqrt(Math.abs(a * e - b * d));
  for (let step = 0; step < BEND.steps; step++) {
    const near = pairs.filter(([from, to]) => {
      const [u, v] = bentPoint(map, from);
      return Math.hypot(u - to[0], v - to[1]) <= BEND.reach * Math.max(scale, 0.25);
    });
    if (near.length < BEND.leastMatches) return map;
    map = fitted(map, near) ?? map;
  }
  return map;
}

/** How many places of the query have a match in what the row shows, how many of these lie as the map has it, and how many to a pixel. */
export interface Fit {
  matched: number;
  fitting: number;
  precise: number;
}

/** How the unambiguous matches of two pictures fit a map: those that fit nowhere speak against their being one. */
export function fitOf(map: BentMap, query: Keypoints, row: Keypoints, matches: Tentative): Fit {
  const [a, b, , d, e] = map.affine;
  const scale = Math.max(0.25, Math.sqrt(Math.abs(a * e - b * d)));
  const [width, height] = [query.width / UNIT, query.height / UNIT];
  /** By the place in the query: what is off least of the directions it is seen in. */
  const offs = new Map<string, number>();
  matches.query.forEach((from, i) => {
    const [x, y] = at(query, from);
    const [u, v] = bentPoint(map, at(row, matches.row[i]));
    // What of the query lies beyond the row's picture matches by chance.
    if (u < 0 || v < 0 || u > width || v > height) return;
    const key = `${Math.round(x * UNIT)},${Math.round(y * UNIT)}`;
    offs.set(key, Math.min(offs.get(key) ?? Number.POSITIVE_INFINITY, Math.hypot(u - x, v - y) / scale));
  });
  const within = (reach: number): number => [...offs.values()].filter((off) => off <= reach).length;
  return { matched: offs.size, fitting: within(PLACEMENT.fineReach), precise: within(BEND.precise) };
}

function at({ x, y, width, height }: Keypoints, i: number): Point {
  return [(x[i] * width) / UNIT, (y[i] * height) / UNIT];
}

/** The map with what the pairs still miss of it added: six terms for each coordinate. */
function fitted(map: BentMap, pairs: readonly [Point, Point][]): BentMap | null {
  const size = 6;
  const normal = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size + 2 }, (_, j) => (i === j && i >= 3 ? BEND.ridge * pairs.length : 0)),
  );
  const { affine, squares } = map;
  // The ridge draws the squares to nothing, not to what they are by now.
  for (let i = 0; i < 3; i++) {
    normal[3 + i][size] = -BEND.ridge * pairs.length * squares[i];
    normal[3 + i][size + 1] = -BEND.ridge * pairs.length * squares[3 + i];
  }
  for (const [from, to] of pairs) {
    const [x, y] = from;
    const [u, v] = bentPoint(map, from);
    const terms = [x, y, 1, x * x, x * y, y * y];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) normal[i][j] += terms[i] * terms[j];
      normal[i][size] += terms[i] * (to[0] - u);
      normal[i][size + 1] += terms[i] * (to[1] - v);
    }
  }
  if (!eliminated(normal)) return null;
  const across = normal.map((line) => line[size]);
  const down = normal.map((line) => line[size + 1]);
  return {
    affine: [
      affine[0] + across[0],
      affine[1] + across[1],
      affine[2] + across[2],
      affine[3] + down[0],
      affine[4] + down[1],
      affine[5] + down[2],
    ],
    squares: [
      squares[0] + across[3],
      squares[1] + across[4],
      squares[2] + across[5],
      squares[3] + down[3],
      squares[4] + down[4],
      squares[5] + down[5],
    ],
  };
}

/** Solves the equations in place (Gauss and Jordan, the largest pivot first); false where they fix nothing. */
function eliminated(lines: number[][]): boolean {
  for (let column = 0; column < lines.length; column++) {
    let pivot = column;
    for (let i = column; i < lines.length; i++) {
      if (Math.abs(lines[i][column]) > Math.abs(lines[pivot][column])) pivot = i;
    }
    if (Math.abs(lines[pivot][column]) < 1e-12) return false;
    [lines[column], lines[pivot]] = [lines[pivot], lines[column]];
    const own = lines[column];
    for (let i = 0; i < lines.length; i++) {
      if (i === column) continue;
      const factor = lines[i][column] / own[column];
      for (let j = column; j < own.length; j++) lines[i][j] -= factor * own[j];
    }
  }
  for (let i = 0; i < lines.length; i++) {
    const pivot = lines[i][i];
    for (let j = i; j < lines[i].length; j++) lines[i][j] /= pivot;
  }
  return true;
}
