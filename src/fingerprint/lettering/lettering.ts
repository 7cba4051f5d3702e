import type { RgbPicture } from '../../core/picture.ts';
import { colouredBy } from './colours.ts';
import { filledIn } from './fill-in.ts';
import { lettersOf } from './letters.ts';
import { linesOf, weightOf, type Line } from './lines.ts';
import { smaller } from './smaller.ts';

/** Pixels of the longer side in which words are looked for: a letter a thirtieth as tall as a picture has strokes of two. */
const SIDE = 512;

/** In a picture of fewer pixels a side no letter is told from a speck. */
const LEAST_PIXELS = 48;

/** Words that hide less of a picture leave it to be known without this. */
const LEAST_SHARE = 0.012;

/** Strokes fray: so many pixels around them are theirs too. With 1 their outline stays, with 3 a mark below them goes. */
const FRAYED = 2;

/** Several parts of a fingerprint ask for it of one picture, which is gone afterwards. */
const known = new WeakMap<RgbPicture, RgbPicture | null>();

/**
 * A picture without the words over it, if it has some: lines of letters of one colour, as captions and titles have them,
 * with what is beside their strokes in their place. Of several colours those that take most of the picture, for what was laid
 * over one is larger than what it has written in it. Null where there are none.
 */
export function withoutWords(picture: RgbPicture): RgbPicture | null {
  let without = known.get(picture);
  if (without === undefined) known.set(picture, (without = takenOff(picture)));
  return without;
}

function takenOff(picture: RgbPicture): RgbPicture | null {
  if (Math.min(picture.width, picture.height) < LEAST_PIXELS) return null;
  const small = smaller(picture, SIDE);
  const { colours, labels } = colouredBy(small);
  const letters = lettersOf(labels, small.width, small.height);
  const byColour = colours.map((_, i) => linesOf(letters.filter(({ colour }) => colour === i + 1)));
  const [lines] = byColour.toSorted((a, b) => weightOf(b) - weightOf(a));
  const hidden = lines === undefined ? 0 : weightOf(lines) / (small.width * small.height);
  return hidden < LEAST_SHARE ? null : filledIn(picture, small, strokesOf(lines, small));
}

/** Marks the pixels of letters, and what is around them. */
function strokesOf(lines: readonly Line[], { width, height }: RgbPicture): Uint8Array {
  const strokes = new Uint8Array(width * height);
  for (const { row, first, last } of lines.flatMap(({ letters }) => letters.flatMap(({ runs }) => runs))) {
    for (let y = Math.max(0, row - FRAYED); y <= Math.min(height - 1, row + FRAYED); y++) {
      const around = Math.floor(Math.sqrt(FRAYED * FRAYED - (y - row) * (y - row)));
      const [from, to] = [Math.max(0, first - around), Math.min(width - 1, last + around)];
      strokes.fill(1, y * width + from, y * width + to + 1);
    }
  }
  return strokes;
}
