import type { RgbPicture } from '../core/picture.ts';

/** Pixels of the longer side that regions are looked for in. */
const SIDE = 256;

/** A pixel is plain where it and its neighbours differ by this at most in each colour, of 255: compression leaves so much. */
const PLAIN_WITHIN = 10;

/** First and last columns and rows. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Plain pixels that touch one another: a wall, a sky, a bar across the picture. */
export interface Region extends Box {
  count: number;
  /** Red, green and blue in the mean. */
  colour: readonly number[];
  isOfIt: (x: number, y: number) => boolean;
}

/** The plain regions of a small copy of a picture, and that copy. */
export function plainRegions(picture: RgbPicture): { pixels: RgbPicture; regions: Region[] } {
  const pixels = sampled(picture);
  const labels = plainPixels(pixels);
  const regions: Region[] = [];
  const waiting: number[] = [];
  for (let first = 0; first < labels.length; first++) {
    if (labels[first] === PLAIN) regions.push(flood(labels, pixels, first, regions.length + 1, waiting));
  }
  return { pixels, regions };
}

/** A picture's own pixels, as far apart as is small enough: of a mean of several, a noisy place would be plain. */
function sampled({ width, height, data }: RgbPicture): RgbPicture {
  const step = Math.max(1, Math.max(width, height) / SIDE);
  const [across, down] = [Math.max(1, Math.floor(width / step)), Math.max(1, Math.floor(height / step))];
  const taken = new Uint8Array(across * down * 3);
  for (let y = 0, to = 0; y < down; y++) {
    const row = Math.min(height - 1, Math.floor((y + 0.5) * step)) * width;
    for (let x = 0; x < across; x++, to += 3) {
      const from = (row + Math.min(width - 1, Math.floor((x + 0.5) * step))) * 3;
      taken[to] = data[from];
      taken[to + 1] = data[from + 1];
      taken[to + 2] = data[from + 2];
    }
  }
  return { width: across, height: down, data: taken };
}

/** The label of a plain pixel before its region has a number; 0 is that of all others. */
const PLAIN = -1;

function plainPixels({ width, height, data }: RgbPicture): Int32Array {
  const labels = new Int32Array(width * height).fill(PLAIN);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (x + 1 < width && differ(data, at, at + 1)) labels[at] = labels[at + 1] = 0;
      if (y + 1 < height && differ(data, at, at + width)) labels[at] = labels[at + width] = 0;
    }
  }
  return labels;
}

function differ(data: Uint8Array, one: number, other: number): boolean {
  const [i, j] = [3 * one, 3 * other];
  return (
    Math.abs(data[i] - data[j]) > PLAIN_WITHIN ||
    Math.abs(data[i + 1] - data[j + 1]) > PLAIN_WITHIN ||
    Math.abs(data[i + 2] - data[j + 2]) > PLAIN_WITHIN
  );
}

/** @param waiting kept empty between calls, so that one list serves all regions */
function flood(
  labels: Int32Array,
  { width, data }: RgbPicture,
  first: number,
  label: number,
  waiting: number[],
): Region {
  let [left, top, right, bottom, count] = [width, labels.length, 0, 0, 0];
  const sums = [0, 0, 0];
  const take = (place: number): void => {
    if (labels[place] !== PLAIN) return;
    labels[place] = label;
    waiting.push(place);
  };
  take(first);
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const y = Math.floor(at / width);
    const x = at - y * width;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    count++;
    sums[0] += data[3 * at];
    sums[1] += data[3 * at + 1];
    sums[2] += data[3 * at + 2];
    if (x > 0) take(at - 1);
    if (x < width - 1) take(at + 1);
    take(at - width);
    take(at + width);
  }
  const colour = sums.map((sum) => sum / count);
  return { left, top, right, bottom, count, colour, isOfIt: (x, y) => labels[y * width + x] === label };
}
