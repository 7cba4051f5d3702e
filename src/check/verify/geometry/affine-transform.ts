import { PLACEMENT, UNIT } from '../../../core/calibration.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import type { Point } from './area.ts';
import type { Tentative } from './tentative.ts';

/**
 * A map from the query's picture to the row's: x' = a·x + b·y + c, y' = d·x + e·y + f. Both pictures are measured
 * in `UNIT`, the longer side at which keypoints are found, so that reaches mean the same in a small part as in a whole.
 */
export type AffineTransform = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export function moved([a, b, c, d, e, f]: AffineTransform, [x, y]: Point): Point {
  return [a * x + b * y + c, d * x + e * y + f];
}

/** The map back. */
export function inverse([a, b, c, d, e, f]: AffineTransform): AffineTransform {
  const determinant = a * e - b * d;
  return [
    e / determinant,
    -b / determinant,
    (b * f - c * e) / determinant,
    -d / determinant,
    a / determinant,
    (c * d - a * f) / determinant,
  ];
}

export interface Placed {
  placement: AffineTransform;
  /** Places in the tentative matches, one for each keypoint of either picture. */
  inliers: number[];
}

const { roughReach, fineReach, refinements, sizeFactor, directionReach } = PLACEMENT;
const { mostStretch, leastScale, mostScale } = PLACEMENT;

const TURN = Math.PI * 2;

/**
 * The placement of the query on the row's picture that most tentative matches agree with, or null where no three
 * do. Every match proposes one by its own place, size and direction, so nothing is left to chance; the best
 * proposals are refined to an affine map by least squares.
 */
export function findTransform(query: Keypoints, row: Keypoints, matches: Tentative): Placed | null {
  const pairs = toPairs(query, row, matches);
  let best: Placed | null = null;
  const tried = new Set<string>();
  for (let i = 0; i < pairs.length; i++) {
    const rough = agreeing(pairs, similarityOf(pairs[i]), roughReach);
    if (rough.length < 3 || rough.length <= (best?.inliers.length ?? 2)) continue;
    // Many proposals begin from the same matches.
    const key = rough.join();
    if (tried.has(key)) continue;
    tried.add(key);
    const placed = refined(pairs, rough);
    if (placed && placed.inliers.length > (best?.inliers.length ?? 2)) best = placed;
  }
  return best;
}

/** What agrees with a placement that something else than keypoints proposed. */
export function agreeingWith(
  placement: AffineTransform,
  query: Keypoints,
  row: Keypoints,
  matches: Tentative,
): Placed {
  return { placement, inliers: agreeing(toPairs(query, row, matches), placement, fineReach) };
}

interface Pair {
  /** In longer sides. */
  x: number;
  y: number;
  toX: number;
  toY: number;
  /** The first pair with the same keypoint of the row. */
  firstTo: number;
  /** Size of the row's keypoint for a size of 1 of the query's, and its turn. */
  scale: number;
  turn: number;
}

function toPairs(query: Keypoints, row: Keypoints, matches: Tentative): Pair[] {
  const firsts = new Map<number, number>();
  return matches.query.map((from, i) => {
    const to = matches.row[i];
    if (!firsts.has(to)) firsts.set(to, i);
    return {
      x: (query.x[from] * query.width) / UNIT,
      y: (query.y[from] * query.height) / UNIT,
      toX: (row.x[to] * row.width) / UNIT,
      toY: (row.y[to] * row.height) / UNIT,
      firstTo: firsts.get(to) ?? i,
      scale: row.sigma[to] / query.sigma[from],
      turn: row.direction[to] - query.direction[from],
    };
  });
}

function similarityOf({ x, y, toX, toY, scale, turn }: Pair): AffineTransform {
  const [cosine, sine] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  return [cosine, -sine, toX - cosine * x + sine * y, sine, cosine, toY - sine * x - cosine * y];
}

/** For the matches of one keypoint of the row, by the first of them: the nearest; and how far off each is. One call's. */
let [nearest, offs] = [new Int32Array(0), new Float64Array(0)];

/**
 * The matches that a map explains, in place, size and direction; of those that share a keypoint of the row the nearest, since
 * a keypoint of the query has one match at most.
 */
function agreeing(pairs: readonly Pair[], placement: AffineTransform, reach: number): number[] {
  const [a, b, c, d, e, f] = placement;
  const scale = Math.sqrt(Math.abs(a * e - b * d));
  const turn = Math.atan2(d - b, a + e);
  // What is far off in a shrunk picture is near in the map's target, and the other way round.
  const allowed = reach * Math.min(1, Math.max(scale, 0.25));
  if (nearest.length < pairs.length) {
    [nearest, offs] = [new Int32Array(pairs.length), new Float64Array(pairs.length)];
  }
  nearest.fill(-1, 0, pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i];
    const across = a * pair.x + b * pair.y + c - pair.toX;
    const down = d * pair.x + e * pair.y + f - pair.toY;
    // Most are far off along one axis already, and a hypotenuse costs more than all else here.
    if (Math.abs(across) > allowed || Math.abs(down) > allowed) continue;
    const off = Math.hypot(across, down);
    if (off > allowed) continue;
    const size = pair.scale / scale;
    if (size > sizeFactor || size < 1 / sizeFactor) continue;
    if (!isSmallTurn(pair.turn - turn)) continue;
    offs[i] = off;
    const known = nearest[pair.firstTo];
    if (known < 0 || off < offs[known]) nearest[pair.firstTo] = i;
  }
  const kept: number[] = [];
  for (let i = 0; i < pairs.length; i++) if (nearest[pairs[i].firstTo] === i) kept.push(i);
  return kept;
}

/** Whether an angle, of any number of turns, is within `directionReach` of none. */
function isSmallTurn(angle: number): boolean {
  const beyond = Math.abs(angle - TURN * Math.round(angle / TURN)) - directionReach;
  if (Math.abs(beyond) > 1e-9) return beyond < 0;
  // Floors were measured with this form, which costs three times as much and may round otherwise.
  return Math.abs(Math.atan2(Math.sin(angle), Math.cos(angle))) <= directionReach;
}

/** Fits and gathers in turn, ever more narrowly. */
function refined(pairs: readonly Pair[], rough: readonly number[]): Placed | null {
  let inliers = rough;
  let placement: AffineTransform | null = null;
  for (let step = 1; step <= refinements; step++) {
    placement = fitted(inliers.map((i) => pairs[i]));
    if (!placement || !isPlausible(placement)) return null;
    const reach = roughReach * (fineReach / roughReach) ** (step / refinements);
    inliers = agreeing(pairs, placement, reach);
    if (inliers.length < 3) return null;
  }
  return placement && { placement, inliers: [...inliers] };
}

function isPlausible([a, b, , d, e]: AffineTransform): boolean {
  const determinant = a * e - b * d;
  // Mirrored pictures are compared with mirrored keypoints; a map that mirrors them again is chance.
  if (determinant <= 0) return false;
  const scale = Math.sqrt(determinant);
  if (scale < leastScale || scale > mostScale) return false;
  const squares = a * a + b * b + d * d + e * e;
  // Singular values s ≥ t of the map: s² + t² is `squares`, s·t the determinant.
  const root = Math.sqrt(Math.max(0, squares * squares - 4 * determinant * determinant));
  return Math.sqrt((squares + root) / Math.max(squares - root, 1e-12)) <= mostStretch;
}

/**
 * Least squares: an affine map from six matches on, a similarity below, which fewer points can fix. A little
 * weight draws every map to a similarity, so that points on one line do not stretch it at will.
 */
function fitted(pairs: readonly Pair[]): AffineTransform | null {
  const similarity = fittedSimilarity(pairs);
  return similarity && pairs.length >= 6 ? fittedAffine(pairs, similarity) : similarity;
}

function fittedSimilarity(pairs: readonly Pair[]): AffineTransform | null {
  const n = pairs.length;
  const mean = (of: (pair: Pair) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  const [mx, my, nx, ny] = [mean((p) => p.x), mean((p) => p.y), mean((p) => p.toX), mean((p) => p.toY)];
  let [along, across, spread] = [0, 0, 0];
  for (const { x, y, toX, toY } of pairs) {
    along += (x - mx) * (toX - nx) + (y - my) * (toY - ny);
    across += (x - mx) * (toY - ny) - (y - my) * (toX - nx);
    spread += (x - mx) ** 2 + (y - my) ** 2;
  }
  if (spread < 1e-8) return null;
  const [cosine, sine] = [along / spread, across / spread];
  return [cosine, -sine, nx - cosine * mx + sine * my, sine, cosine, ny - sine * mx - cosine * my];
}

function fittedAffine(pairs: readonly Pair[], similarity: AffineTransform): AffineTransform | null {
  const n = pairs.length;
  const mean = (of: (pair: Pair) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0) / n;
  const [mx, my, nx, ny] = [mean((p) => p.x), mean((p) => p.y), mean((p) => p.toX), mean((p) => p.toY)];
  const ridge = PLACEMENT.ridge * n;
  let [xx, xy, yy] = [ridge, 0, ridge];
  let [xu, yu, xv, yv] = [
    ridge * similarity[0],
    ridge * similarity[1],
    ridge * similarity[3],
    ridge * similarity[4],
  ];
  for (const pair of pairs) {
    const [x, y, u, v] = [pair.x - mx, pair.y - my, pair.toX - nx, pair.toY - ny];
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xu += x * u;
    yu += y * u;
    xv += x * v;
    yv += y * v;
  }
  const determinant = xx * yy - xy * xy;
  if (determinant <= 0) return null;
  const a = (yy * xu - xy * yu) / determinant;
  const b = (xx * yu - xy * xu) / determinant;
  const d = (yy * xv - xy * yv) / determinant;
  const e = (xx * yv - xy * xv) / determinant;
  return [a, b, nx - a * mx - b * my, d, e, ny - d * mx - e * my];
}
