import { LOOK, UNIT } from '../../../core/calibration.ts';
import { onesOf } from '../../../core/bits.ts';
import { describe, WORDS } from '../../../fingerprint/keypoints/descriptor.ts';
import { gridIn, gridPlaces, GRID_SIGMA, placeIn } from '../../../fingerprint/keypoints/grid.ts';
import type { Grid, Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { scaleSpaceThere, type Octave } from '../../../fingerprint/keypoints/scale-space.ts';
import { bentPoint, type BentMap } from './bent.ts';
import type { Point } from './area.ts';
import { rectifyThere, type Levels } from './rectified.ts';

/** What a look at the query's pixels found at one place of the row's picture. */
export interface Looked {
  /** In fractions of the row's content. */
  x: number;
  y: number;
  /** Bits of 256 in which the query looks otherwise there than the row does. */
  distance: number;
  /** How much stands out there in the query, and in the row; 0 of a row of the first releases, which did not keep it. */
  strength: { query: number; row: number };
}

/** A keypoint of the row's, by its number. */
interface LookedKeypoint extends Looked {
  keypoint: number;
}

/** All places of the row's picture that the query shows. */
export interface Look {
  /** Of the row's keypoints. */
  keypoints: LookedKeypoint[];
  /** Of its grid, where either picture shows anything. */
  grid: Looked[];
}

/**
 * Looks at the query's own pixels wherever the row has a keypoint or a place of its grid, as the placement lays the one
 * picture on the other. Whether the query's keypoints were found at the same places plays no part in it: of an edited copy
 * nearly every place agrees, and by far, while of another picture only those that a placement was made of.
 * @param toQuery from the row to the query, in `UNIT` @param levels of the query, as it is or mirrored as the placement has it @param query its sides, as its keypoints have them
 */
export function lookAt(
  toQuery: BentMap,
  levels: Levels,
  query: { width: number; height: number },
  row: Keypoints,
): Look {
  const sheet = sheetOf(toQuery, levels, query, row.content, UNIT);
  const { width, height, stepX, stepY, enlarged } = sheet;
  rectifyThere(levels, sheet.toQuery, width, height);
  const octaves = scaleSpaceThere(width, height);
  const { content } = row;
  const words = new Int32Array(WORDS);
  const keypoints: LookedKeypoint[] = [];
  for (let i = 0; i < row.count; i++) {
    const x = (row.x[i] * row.width - content.left) / stepX;
    const y = (row.y[i] * row.height - content.top) / stepY;
    const sigma = row.sigma[i] / Math.max(stepX, stepY);
    if (sigma < LOOK.finest * Math.max(1, enlarged) || !isShown(sheet, x, y, sigma)) continue;
    const place = placeIn(octaves, x, y, sigma);
    if (place === null) continue;
    words.fill(0);
    const strength = { query: describe(place, row.direction[i], words, 0), row: row.strength[i] };
    keypoints.push({
      keypoint: i,
      x: x / width,
      y: y / height,
      distance: distanceOf(words, 0, row.descriptors, i),
      strength,
    });
  }
  return { keypoints, grid: lookAtGrid(octaves, sheet, row, 1) };
}

/** The same of the grid alone, in a tenth of the time. */
export function glanceAt(
  toQuery: BentMap,
  levels: Levels,
  query: { width: number; height: number },
  row: Keypoints,
): Looked[] {
  const sheet = sheetOf(toQuery, levels, query, row.content, UNIT / LOOK.glance);
  rectifyThere(levels, sheet.toQuery, sheet.width, sheet.height);
  const octaves = scaleSpaceThere(sheet.width, sheet.height, 1);
  return lookAtGrid(octaves, sheet, row, LOOK.glance);
}

/** The row's content as the query shows it: its size in pixels, and where each of these lies in the query. */
interface Sheet {
  width: number;
  height: number;
  /** Pixels of the row for one of the sheet. */
  stepX: number;
  stepY: number;
  toQuery: BentMap;
  /** Pixels of the sheet for one of the query. */
  enlarged: number;
  query: { width: number; height: number };
}

/** @param longer pixels of its longer side at most */
function sheetOf(
  toQuery: BentMap,
  [pixels]: Levels,
  query: { width: number; height: number },
  content: Keypoints['content'],
  longer: number,
): Sheet {
  const shrink = Math.min(1, longer / Math.max(content.width, content.height));
  const width = Math.max(1, Math.round(content.width * shrink));
  const height = Math.max(1, Math.round(content.height * shrink));
  const [stepX, stepY] = [content.width / width, content.height / height];
  const map = pixelMap(toQuery, pixels, query, content, [stepX, stepY]);
  const [a, b, , d, e] = map.affine;
  return {
    width,
    height,
    stepX,
    stepY,
    toQuery: map,
    enlarged: 1 / Math.sqrt(Math.abs(a * e - b * d)),
    query: pixels,
  };
}

/** What is described must be in the query too, but for its corners; what is beyond the row's own content is in neither. */
function isShown({ width, height, toQuery, query }: Sheet, x: number, y: number, sigma: number): boolean {
  const reach = LOOK.window * sigma;
  const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach)];
  const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach)];
  const corners: Point[] = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ];
  return corners.every((corner) => {
    const [u, v] = bentPoint(toQuery, corner);
    return u >= 0 && v >= 0 && u <= query.width && v <= query.height;
  });
}

function lookAtGrid(octaves: readonly Octave[], sheet: Sheet, { grid }: Keypoints, shrunk: number): Looked[] {
  const seen = gridIn(octaves, sheet.width, sheet.height, grid, shrunk);
  return gridsCompared(seen, grid).filter(({ x, y }) =>
    isShown(sheet, x * sheet.width, y * sheet.height, GRID_SIGMA / shrunk),
  );
}

/** Two grids of as many columns and rows, place by place, where either picture shows anything. */
export function gridsCompared(query: Grid, row: Grid): Looked[] {
  return gridPlaces(row.columns, row.rows).flatMap(([x, y], i) => {
    if (isPlain(query.descriptors, i) && isPlain(row.descriptors, i)) return [];
    const strength = { query: query.strength[i], row: row.strength[i] };
    return [{ x, y, distance: distanceOf(query.descriptors, i, row.descriptors, i), strength }];
  });
}

/** The map from a pixel of the row's rectified content to one of the query's. */
function pixelMap(
  { affine, squares }: BentMap,
  pixels: { width: number; height: number },
  query: { width: number; height: number },
  content: { left: number; top: number },
  [stepX, stepY]: [number, number],
): BentMap {
  const [a, b, c, d, e, f] = affine;
  // A pixel's place in the row is left + x, top + y, of which the squares have squares of their own.
  const [left, top, across, down] = [content.left / UNIT, content.top / UNIT, stepX / UNIT, stepY / UNIT];
  const terms = ([one, both, other]: readonly number[], [x, y, at]: readonly number[], unit: number) => ({
    line: [
      unit * across * (x + 2 * one * left + both * top),
      unit * down * (y + both * left + 2 * other * top),
      unit * (x * left + y * top + at + one * left * left + both * left * top + other * top * top),
    ],
    squares: [unit * across * across * one, unit * across * down * both, unit * down * down * other],
  });
  const u = terms(squares.slice(0, 3), [a, b, c], (UNIT * pixels.width) / query.width);
  const v = terms(squares.slice(3), [d, e, f], (UNIT * pixels.height) / query.height);
  return {
    affine: [u.line[0], u.line[1], u.line[2], v.line[0], v.line[1], v.line[2]],
    squares: [u.squares[0], u.squares[1], u.squares[2], v.squares[0], v.squares[1], v.squares[2]],
  };
}

/** Whether nothing stands out at a place: its descriptor is all 0. */
function isPlain(words: Int32Array, place: number): boolean {
  for (let word = place * WORDS; word < (place + 1) * WORDS; word++) if (words[word] !== 0) return false;
  return true;
}

/** Bits of 256 in which two descriptors differ. */
function distanceOf(a: Int32Array, placeOfA: number, b: Int32Array, placeOfB: number): number {
  let distance = 0;
  for (let word = 0; word < WORDS; word++) {
    distance += onesOf(a[placeOfA * WORDS + word] ^ b[placeOfB * WORDS + word]);
  }
  return distance;
}
