import type { RgbPicture } from '../../src/core/picture.ts';
import { scene } from './paint.ts';

/** A ground of which `shade` says how bright it is at each place, in fractions of the sides. */
export function ground(
  width: number,
  height: number,
  shade: (x: number, y: number) => number = () => 248,
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) data.fill(Math.round(shade(x / width, y / height)), at, at + 3);
  }
  return { width, height, data };
}

/** `inner` laid on `outer` wherever `isDrawn`, in pixels of `inner`; what is beyond a side is lost. */
export function pasted(
  outer: RgbPicture,
  inner: RgbPicture,
  left: number,
  top: number,
  isDrawn: (x: number, y: number) => boolean = () => true,
): RgbPicture {
  const data = Uint8Array.from(outer.data);
  for (let y = Math.max(0, -top); y < Math.min(inner.height, outer.height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(inner.width, outer.width - left); x++) {
      if (!isDrawn(x, y)) continue;
      const from = (y * inner.width + x) * 3;
      data.set(inner.data.subarray(from, from + 3), ((top + y) * outer.width + left + x) * 3);
    }
  }
  return { ...outer, data };
}

/** A figure of its own colours in a round outline, `size` pixels across, laid on a ground. */
export function withFigure(
  on: RgbPicture,
  seed: number,
  left: number,
  top: number,
  size: number,
): RgbPicture {
  const painted = scene(seed, size, size, 60, 0.12);
  const middle = size / 2;
  return pasted(on, painted, left, top, (x, y) => Math.hypot(x + 0.5 - middle, y + 0.5 - middle) < middle);
}

/** A mark of one colour, in which next to nothing stands out: a slab with a notch. */
export function withMark(on: RgbPicture, left: number, top: number, size: number, shade = 20): RgbPicture {
  const slab = ground(size, size, () => shade);
  return pasted(on, slab, left, top, (x, y) => !(x > 0.35 * size && y > 0.4 * size && y < 0.65 * size));
}

/** Another one: a ring. */
export function withRing(on: RgbPicture, left: number, top: number, size: number, shade = 20): RgbPicture {
  const slab = ground(size, size, () => shade);
  const middle = size / 2;
  return pasted(on, slab, left, top, (x, y) => {
    const radius = Math.hypot(x + 0.5 - middle, y + 0.5 - middle);
    return radius < middle && radius > 0.55 * middle;
  });
}
