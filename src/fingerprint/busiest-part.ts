import type { RgbPicture } from '../core/picture.ts';
import type { Window } from './resize.ts';

/** Where less than this share of a picture's mean change happens, there is ground; found by trial on screens. */
const GROUND = 0.5;

/** Rows and columns are narrowed in turn. */
const PASSES = 2;

/**
 * The rectangle in which most happens: rows, then columns, are narrowed to the run whose change from pixel to pixel
 * most exceeds half of the mean. Of a picture on a screen or a page that is the picture.
 */
export function busiestPart(picture: RgbPicture): Window {
  const part: Window = { left: 0, top: 0, width: picture.width, height: picture.height };
  for (let pass = 0; pass < PASSES; pass++) {
    const { rows, columns } = changes(picture, part);
    const [top, bottom] = richestRun(rows);
    const [left, right] = richestRun(columns);
    part.top += top;
    part.height = bottom - top;
    part.left += left;
    part.width = right - left;
  }
  return part;
}

/** Mean change to the next pixel of each row and each column of a part; capped, so that one sharp edge is no picture. */
function changes({ width, data }: RgbPicture, part: Window) {
  const rows = new Float64Array(part.height);
  const columns = new Float64Array(part.width);
  for (let y = 0; y < part.height - 1; y++) {
    for (let x = 0; x < part.width - 1; x++) {
      const at = ((part.top + y) * width + part.left + x) * 3 + 1;
      const change = Math.min(
        24,
        Math.abs(data[at + 3] - data[at]) + Math.abs(data[at + 3 * width] - data[at]),
      );
      rows[y] += change / part.width;
      columns[x] += change / part.height;
    }
  }
  return { rows, columns };
}

/** The run whose sum is the greatest once each value's ground is taken off (Kadane); from, and one past its end. */
function richestRun(values: Float64Array): [from: number, to: number] {
  const ground = (GROUND * values.reduce((sum, value) => sum + value, 0)) / values.length;
  let best = { sum: 0, from: 0, to: values.length };
  let [sum, from] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i] - ground;
    if (sum <= 0) [sum, from] = [0, i + 1];
    else if (sum > best.sum) best = { sum, from, to: i + 1 };
  }
  return [best.from, best.to];
}
