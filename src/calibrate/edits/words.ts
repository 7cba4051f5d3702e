import type { RgbPicture } from '../../core/picture.ts';
import { between, pick, wholeBetween, type Random } from '../../core/random.ts';
import { someWords, strokesOf, textWidth, type Place } from './letters.ts';

type Colour = readonly [red: number, green: number, blue: number];

const COLOURS: readonly Colour[] = [
  [255, 255, 255],
  [17, 17, 17],
  [255, 209, 102],
  [230, 57, 70],
];

/** Of a letter's height, half of the width of its strokes. */
const HALF_STROKE = 0.075;

/**
 * Opaque words in three lines, each across most of the width; the picture shows between the strokes. Drawn without SVG,
 * which a process that reads strangers' pictures does not read.
 */
export function lettered(picture: RgbPicture, random: Random): RgbPicture {
  const { width, height } = picture;
  const colour = pick(random, COLOURS);
  const top = between(random, 0.15, 0.4) * height;
  const drawn: RgbPicture = { ...picture, data: Uint8Array.from(picture.data) };
  for (const line of [0, 1, 2]) {
    const words = someWords(random, wholeBetween(random, 2, 3));
    const tall = Math.min(height * 0.11, ((width * 0.84) / textWidth(words, 6)) * 6);
    const left = width * 0.08 + (width * 0.84 - textWidth(words, tall)) / 2;
    const down = top + line * height * 0.15 + (height * 0.11 - tall) / 2;
    for (const stroke of strokesOf(words, left, down, tall)) {
      stroke.slice(1).forEach((to, i) => drawSegment(drawn, stroke[i], to, tall * HALF_STROKE, colour));
    }
  }
  return drawn;
}

/** A straight stroke with round ends, its edge softened over a pixel. */
function drawSegment(picture: RgbPicture, from: Place, to: Place, radius: number, colour: Colour): void {
  const { width, height, data } = picture;
  const reach = radius + 1;
  const [across, downwards] = [0, 1].map((axis) => [
    Math.max(0, Math.floor(Math.min(from[axis], to[axis]) - reach)),
    Math.min((axis === 0 ? width : height) - 1, Math.ceil(Math.max(from[axis], to[axis]) + reach)),
  ]);
  for (let y = downwards[0]; y <= downwards[1]; y++) {
    for (let x = across[0]; x <= across[1]; x++) {
      const cover = Math.min(1, radius + 0.5 - distance([x + 0.5, y + 0.5], from, to));
      if (cover <= 0) continue;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        data[at + channel] += (colour[channel] - data[at + channel]) * cover;
      }
    }
  }
}

/** Of a place from the straight line between two others. */
function distance([x, y]: Place, from: Place, to: Place): number {
  const [right, down] = [to[0] - from[0], to[1] - from[1]];
  const length = right * right + down * down;
  const along = length === 0 ? 0 : ((x - from[0]) * right + (y - from[1]) * down) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(x - from[0] - share * right, y - from[1] - share * down);
}
