import { LOOK } from '../../../src/core/calibration.ts';
import type { GreyPixels } from '../../../src/core/picture.ts';
import type { Grey } from '../../../src/fingerprint/grey.ts';
import type { BentMap } from '../../../src/check/verify/geometry/bent.ts';

/** The picture, and smaller copies of it, each half of the one before: filled as they are needed. */
export type Levels = GreyPixels[];

/**
 * The query as it would lie in the row's picture: `width` × `height` pixels, of which `toQuery` says where each is in the
 * query, both in their own pixels. What lies outside of the query is like its edge.
 */
export function rectified(levels: Levels, toQuery: BentMap, width: number, height: number): Grey {
  let [a, b, c, d, e, f] = toQuery.affine;
  let squares = toQuery.squares.map(Number);
  let shrinking = Math.sqrt(Math.abs(a * e - b * d));
  let level = 0;
  for (; shrinking > LOOK.mostShrinking; level++) {
    levels[level + 1] ??= halved(levels[level]);
    [a, b, c, d, e, f] = [a / 2, b / 2, c / 2, d / 2, e / 2, f / 2];
    squares = squares.map((value) => value / 2);
    shrinking /= 2;
  }
  const source = levels[level];
  // Four places in each pixel where the source is finer: one alone would miss what lies between.
  const places = shrinking > 1.15 ? [0.25, 0.75] : [0.5];
  const data = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (const v of places) {
        for (const u of places) {
          const [px, py] = [x + u, y + v];
          const [xx, xy, yy] = [px * px, px * py, py * py];
          sum += sampled(
            source,
            a * px + b * py + c + squares[0] * xx + squares[1] * xy + squares[2] * yy,
            d * px + e * py + f + squares[3] * xx + squares[4] * xy + squares[5] * yy,
          );
        }
      }
      data[y * width + x] = sum / (places.length * places.length);
    }
  }
  return { width, height, data };
}

/** Between the four pixels around a place. */
function sampled({ width, height, data }: GreyPixels, x: number, y: number): number {
  const px = Math.min(width - 1, Math.max(0, x - 0.5));
  const py = Math.min(height - 1, Math.max(0, y - 0.5));
  const [left, top] = [Math.floor(px), Math.floor(py)];
  const right = Math.min(width - 1, left + 1);
  const [above, below] = [top * width, Math.min(height - 1, top + 1) * width];
  const [u, v] = [px - left, py - top];
  const upper = data[above + left] * (1 - u) + data[above + right] * u;
  const lower = data[below + left] * (1 - u) + data[below + right] * u;
  return upper * (1 - v) + lower * v;
}

function halved({ width, height, data: source }: GreyPixels): GreyPixels {
  const [half, tall] = [Math.max(1, width >> 1), Math.max(1, height >> 1)];
  const data = new Uint8Array(half * tall);
  const [right, below] = [width > 1 ? 1 : 0, height > 1 ? width : 0];
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < half; x++) {
      const at = 2 * y * width + 2 * x;
      data[y * half + x] =
        (source[at] + source[at + right] + source[at + below] + source[at + right + below] + 2) >> 2;
    }
  }
  return { width: half, height: tall, data };
}
