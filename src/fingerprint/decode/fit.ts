import type { PreprocessingProfile } from '../../core/model-card.ts';
import type { RgbPicture } from '../../core/picture.ts';
import type { Window } from '../resize.ts';

/** Computes the part `window` of the picture resized to `width` × `height`. */
export type Resize = (
  picture: RgbPicture,
  width: number,
  height: number,
  window: Window,
) => RgbPicture | Promise<RgbPicture>;

const WHITE = 255;

/**
 * A picture as a model's square input of `profile.size` pixels, before mean and deviation. Runs in Node and in
 * a browser: which arithmetic resizes is the caller's choice.
 */
export async function fitToModel(
  picture: RgbPicture,
  profile: PreprocessingProfile,
  resize: Resize,
): Promise<RgbPicture> {
  const { size, fit, padTo = size } = profile;
  if (fit === 'squeeze') return resize(picture, size, size, { left: 0, top: 0, width: size, height: size });
  if (fit === 'pad-white-crop') picture = await padToWhiteSquare(picture, padTo, resize);
  return shortestEdgeCrop(picture, size, resize);
}

/** torchvision's Resize(size) and CenterCrop(size), as open_clip and CLIP apply them. */
function shortestEdgeCrop(picture: RgbPicture, size: number, resize: Resize) {
  const shortest = Math.min(picture.width, picture.height);
  const scaled = (side: number) => (side === shortest ? size : Math.floor((size * side) / shortest));
  const [width, height] = [scaled(picture.width), scaled(picture.height)];
  return resize(picture, width, height, {
    left: roundHalfToEven((width - size) / 2),
    top: roundHalfToEven((height - size) / 2),
    width: size,
    height: size,
  });
}

/**
 * img2dataset's default "border" mode: the long side is scaled to `side`, also upwards, and the rest is white,
 * the odd pixel on the right or below. It shrank by area averaging and enlarged by Lanczos; the bicubic used
 * here in their place moves pixels by little.
 */
async function padToWhiteSquare(picture: RgbPicture, side: number, resize: Resize): Promise<RgbPicture> {
  const scale = side / Math.max(picture.width, picture.height);
  const width = Math.max(1, roundHalfToEven(picture.width * scale));
  const height = Math.max(1, roundHalfToEven(picture.height * scale));
  const inner = await resize(picture, width, height, { left: 0, top: 0, width, height });
  const data = new Uint8Array(side * side * 3).fill(WHITE);
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  for (let y = 0; y < height; y++) {
    const row = inner.data.subarray(y * width * 3, (y + 1) * width * 3);
    data.set(row, ((top + y) * side + left) * 3);
  }
  return { width: side, height: side, data };
}

/** Python's `round`, for a value of 0 or more. */
function roundHalfToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest === 0.5) return down + (down % 2);
  return rest < 0.5 ? down : down + 1;
}
