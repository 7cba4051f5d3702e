import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, pick, shuffled, type Random } from '../../../src/core/random.ts';
import { asJpeg, asSharp, cut, pixelsOf } from '../../../src/calibrate/edits/raster.ts';
import { rowPixels } from '../picture/raster.ts';
import { contrasted, grain, hueTurned, lumaOf, withValues } from '../picture/tone.ts';
import { saturated, withColours } from '../../../src/calibrate/edits/tone.ts';
import { plain } from '../../../src/calibrate/edits/warp.ts';
import { type Point } from '../picture/warp.ts';
import type { Change } from '../../../src/calibrate/edits/change.ts';
import { movedCorners, seenFromAside } from './shape.ts';

/** All values multiplied by one of the factors. */
export function lit(...factors: readonly number[]): Change {
  return (picture, random) => {
    const factor = pick(random, factors);
    return withValues(picture, (value) => value * factor);
  };
}

/** Contrast by one of the factors, around middle grey. */
export function withContrast(...factors: readonly number[]): Change {
  return (picture, random) => contrasted(picture, pick(random, factors));
}

/** Saturation by one of the factors; 0 is grey. */
export function withSaturation(...factors: readonly number[]): Change {
  return (picture, random) => saturated(picture, pick(random, factors));
}

/** A Gaussian blur, its deviation in pixels. */
export function blurred(deviation: number): Change {
  return (picture) => pixelsOf(asSharp(picture).blur(deviation));
}

/** Light, contrast and colour moved together, as filters do. */
export function regraded(picture: RgbPicture, random: Random): RgbPicture {
  const light = between(random, 0.75, 1.3);
  const brighter = withValues(picture, (value) => value * light);
  const contrast = contrasted(brighter, between(random, 0.75, 1.3));
  return hueTurned(saturated(contrast, between(random, 0.5, 1.6)), between(random, -20, 20));
}

/** The three channels in another order, and all hues turned. */
export function recoloured(picture: RgbPicture, random: Random): RgbPicture {
  const order = pick(random, [
    [1, 2, 0],
    [2, 0, 1],
    [0, 2, 1],
    [2, 1, 0],
    [1, 0, 2],
  ] as const);
  const swap = order.map((channel) => [0, 1, 2].map((own) => (own === channel ? 1 : 0)));
  return hueTurned(withColours(picture, swap), between(random, -60, 60));
}

/** Two colours, dark and light, in place of all others: the print of a poster. */
export function duotoned(picture: RgbPicture, random: Random): RgbPicture {
  const dark = shuffled(random, [between(random, 0, 70), between(random, 0, 40), between(random, 30, 110)]);
  const light = shuffled(random, [255, between(random, 190, 250), between(random, 120, 220)]);
  const data = new Uint8Array(picture.data.length);
  lumaOf(picture).forEach((luma, i) => {
    for (let channel = 0; channel < 3; channel++) {
      data[i * 3 + channel] = dark[channel] + ((light[channel] - dark[channel]) * luma) / 255;
    }
  });
  return { ...picture, data };
}

/** Saved as a JPEG of this quality on the way. */
export function saved(quality: number): Change {
  return async (picture) => rowPixels(await asJpeg(asSharp(picture), quality));
}

/** Moved by one to seven pixels, so that the next JPEG's blocks lie elsewhere. */
export function nudged(picture: RgbPicture, random: Random): RgbPicture {
  const [x, y] = [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 7)];
  return cut(picture, x, y, picture.width - x, picture.height - y);
}

/** Printed on paper, and the paper photographed on a table: from aside, in uneven light, soft and noisy. */
export async function photographedPrint(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const margin = between(random, 0.06, 0.12);
  const [across, down] = [Math.round(picture.width * margin), Math.round(picture.height * margin)];
  const [width, height] = [picture.width + 2 * across, picture.height + 2 * down];
  // Ink is no blacker than this and paper no whiter; the lamp is warm or cold.
  const [black, white] = [between(random, 25, 50), between(random, 205, 235)];
  const ink = withValues(picture, (value) => black + (value * (white - black)) / 255);
  const tint = between(random, -0.08, 0.08);
  const tinted = withColours(ink, [
    [1 + tint, 0, 0],
    [0, 1, 0],
    [0, 0, 1 - tint],
  ]);
  const table = plain(width, height, pick(random, TABLES));
  const box = [across, down, picture.width, picture.height] as const;
  const corners = movedCorners(random, box, 0.09);
  const paper = plain(picture.width, picture.height, [white, white, white * 0.96]);
  const sheet = corners.map(([x, y]): Point => [grown(x, width), grown(y, height)]);
  const lying = seenFromAside(seenFromAside(table, paper, sheet), tinted, corners);
  const soft = await pixelsOf(asSharp(unevenlyLit(lying, random)).blur(between(random, 0.7, 1.1)));
  return grain(soft, 16, random);
}

const TABLES = [
  [92, 64, 44],
  [58, 60, 66],
  [168, 150, 128],
] as const;

/** Five percent further from the middle. */
function grown(value: number, side: number): number {
  return side / 2 + (value - side / 2) * 1.06;
}

/** A lamp on one side: 60–75 % of the light is left on the other. */
function unevenlyLit(picture: RgbPicture, random: Random): RgbPicture {
  const { width, height, data: source } = picture;
  const angle = random() * 2 * Math.PI;
  const fall = between(random, 0.25, 0.4);
  const [right, down] = [Math.cos(angle) / width, Math.sin(angle) / height];
  const data = new Uint8Array(source.length);
  for (let i = 0; i < source.length; i++) {
    const [x, y] = [((i / 3) | 0) % width, (i / 3 / width) | 0];
    const along = (x - width / 2) * right + (y - height / 2) * down;
    data[i] = Math.min(255, source[i] * (1.04 - fall * (along + 0.5)));
  }
  return { width, height, data };
}
