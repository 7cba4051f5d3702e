import type { RgbPicture } from '../../core/picture.ts';

/** Of the pixels that one stands for, so many in each direction are looked at: enough for a soft edge, and few of a large picture. */
const TAPS = 2;

/** A picture whose longer side has `side` pixels at most, each the mean of four of those that it stands for. */
export function smaller(picture: RgbPicture, side: number): RgbPicture {
  const { width, height, data } = picture;
  const step = Math.max(width, height) / side;
  if (step <= 1) return picture;
  const [across, down] = [Math.max(1, Math.round(width / step)), Math.max(1, Math.round(height / step))];
  const [columns, rows] = [tapsOf(width, across), tapsOf(height, down)];
  const small = new Uint8Array(across * down * 3);
  for (let y = 0, to = 0; y < down; y++) {
    const [above, below] = [rows[TAPS * y] * width, rows[TAPS * y + 1] * width];
    for (let x = 0; x < across; x++) {
      const [left, right] = [columns[TAPS * x], columns[TAPS * x + 1]];
      const [a, b, c, d] = [3 * (above + left), 3 * (above + right), 3 * (below + left), 3 * (below + right)];
      for (let channel = 0; channel < 3; channel++, to++)
        small[to] = (data[a + channel] + data[b + channel] + data[c + channel] + data[d + channel] + 2) >> 2;
    }
  }
  return { width: across, height: down, data: small };
}

/** For each of `count` places along `length` pixels, the pixels at a quarter and three quarters of it. */
function tapsOf(length: number, count: number): Int32Array {
  const taps = new Int32Array(TAPS * count);
  for (let i = 0; i < count; i++) {
    taps[TAPS * i] = Math.floor(((i + 0.25) * length) / count);
    taps[TAPS * i + 1] = Math.floor(((i + 0.75) * length) / count);
  }
  return taps;
}
