import type { ToSource } from '../../../src/calibrate/edits/warp.ts';

/** A place in a picture, in pixels from its top left corner. */
export type Point = readonly [x: number, y: number];

/** A projective map of the plane, row by row; the ninth number is 1. */
export type Homography = readonly number[];

/** The projective map that takes four points to four others; no three of either may lie on one line. */
export function homographyBetween(from: readonly Point[], to: readonly Point[]): Homography {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  return [...solved(rows), 1];
}

/** Gauss–Jordan elimination with pivots; `rows` are the equations, the right side last. */
function solved(rows: number[][]): number[] {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let i = column; i <= size; i++) rows[row][i] -= factor * rows[column][i];
    }
  }
  return rows.map((row, i) => row[size] / row[i]);
}

/** The corners of a picture, clockwise from the top left. */
export function cornersOf({ width, height }: { width: number; height: number }): Point[] {
  return [
    [0, 0],
    [width, 0],
    [width, height],
    [0, height],
  ];
}

/** A projective map, for `warpedOnto`. */
export function projected([a, b, c, d, e, f, g, h, i]: Homography): ToSource {
  return (x, y, place) => {
    const depth = g * x + h * y + i;
    place[0] = (a * x + b * y + c) / depth;
    place[1] = (d * x + e * y + f) / depth;
  };
}
