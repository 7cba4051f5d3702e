import type { RgbPicture } from '../../core/picture.ts';

/** Writes the place in the source of a place on the ground, in pixels, into `place`: no array for every pixel. */
export type ToSource = (x: number, y: number, place: [number, number]) => void;

/**
 * `ground` with `picture` laid on it through `toSource`; where that is outside the picture, the ground stays.
 * Sampled bilinearly, so the map must not shrink by much.
 */
export function warpedOnto(ground: RgbPicture, picture: RgbPicture, toSource: ToSource): RgbPicture {
  const data = Uint8Array.from(ground.data);
  const place: [number, number] = [0, 0];
  for (let y = 0; y < ground.height; y++) {
    for (let x = 0; x < ground.width; x++) {
      toSource(x + 0.5, y + 0.5, place);
      const [u, v] = place;
      if (u < 0 || v < 0 || u >= picture.width || v >= picture.height) continue;
      sampleInto(data, (y * ground.width + x) * 3, picture, u - 0.5, v - 0.5);
    }
  }
  return { width: ground.width, height: ground.height, data };
}

/** A plain ground. */
export function plain(
  width: number,
  height: number,
  [red, green, blue]: readonly [number, number, number],
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i += 3) {
    data[i] = red;
    data[i + 1] = green;
    data[i + 2] = blue;
  }
  return { width, height, data };
}

/** The colour between the four pixels around a place; at the edge, its own pixels again. */
function sampleInto(data: Uint8Array, target: number, picture: RgbPicture, u: number, v: number): void {
  const { width, height, data: source } = picture;
  const left = Math.max(0, Math.floor(u));
  const top = Math.max(0, Math.floor(v));
  const across = Math.max(0, u - left);
  const down = Math.max(0, v - top);
  const first = (top * width + left) * 3;
  const right = left + 1 < width ? 3 : 0;
  const below = top + 1 < height ? width * 3 : 0;
  for (let channel = 0; channel < 3; channel++) {
    const at = first + channel;
    const upper = source[at] + (source[at + right] - source[at]) * across;
    const lower = source[at + below] + (source[at + below + right] - source[at + below]) * across;
    data[target + channel] = upper + (lower - upper) * down + 0.5;
  }
}
