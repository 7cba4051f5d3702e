import type { RgbPicture } from '../../core/picture.ts';

/** Colours are counted in cubes of 16 values a side. */
const BITS = 4;
const CUBES = 1 << BITS;

/** A colour of words takes this share of the picture at least: one line of small ones does. */
const LEAST_SHARE = 0.004;

/** Of which the most common are told apart. */
const MOST_COLOURS = 8;

/** Means that differ by no more than this in each channel are one colour: a cube's edge runs through it. */
const ONE_COLOUR = 14;

/** Pixels are of a colour where they differ from it by this at most in each channel: compression changes strokes by so much. */
const OF_COLOUR_WITHIN = 20;

/** Of a pixel's colour this many bits a channel say which of the colours it is. */
const LOOKED_UP_BITS = 5;

/** Red, green and blue. */
export type Colour = readonly [number, number, number];

/** The colours that take most of a picture, and for each of its pixels the number of its own, from 1; 0 is that of all others. */
export interface Coloured {
  colours: Colour[];
  labels: Uint8Array;
}

export function colouredBy(picture: RgbPicture): Coloured {
  const colours = commonColours(picture);
  const numbers = numbersOf(colours);
  const { data } = picture;
  const labels = new Uint8Array(data.length / 3);
  const dropped = 8 - LOOKED_UP_BITS;
  for (let at = 0, i = 0; at < labels.length; at++, i += 3) {
    const red = data[i] >> dropped;
    const green = data[i + 1] >> dropped;
    labels[at] = numbers[(((red << LOOKED_UP_BITS) | green) << LOOKED_UP_BITS) | (data[i + 2] >> dropped)];
  }
  return { colours, labels };
}

function commonColours({ data }: RgbPicture): Colour[] {
  const counts = new Int32Array(CUBES ** 3);
  const sums = new Int32Array(3 * CUBES ** 3);
  for (let i = 0; i < data.length; i += 3) {
    const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
    const cube = ((((red >> BITS) << BITS) | (green >> BITS)) << BITS) | (blue >> BITS);
    counts[cube]++;
    sums[3 * cube] += red;
    sums[3 * cube + 1] += green;
    sums[3 * cube + 2] += blue;
  }
  const least = (LEAST_SHARE * data.length) / 3;
  const common = [...counts.keys()].filter((cube) => counts[cube] >= least);
  const taken: Colour[] = [];
  for (const cube of common.toSorted((a, b) => counts[b] - counts[a])) {
    const mean = (channel: number): number => sums[3 * cube + channel] / counts[cube];
    const colour: Colour = [mean(0), mean(1), mean(2)];
    if (!taken.some((other) => apart(colour, other) <= ONE_COLOUR)) taken.push(colour);
    if (taken.length === MOST_COLOURS) break;
  }
  return taken;
}

/** For each colour, by the first bits of its channels, the number of the nearest one that it is of. */
function numbersOf(colours: readonly Colour[]): Uint8Array {
  const side = 1 << LOOKED_UP_BITS;
  const step = 256 / side;
  const numbers = new Uint8Array(side ** 3);
  for (let n = 0; n < numbers.length; n++) {
    const channel = (shift: number): number => (((n >> shift) & (side - 1)) + 0.5) * step;
    const colour: Colour = [channel(2 * LOOKED_UP_BITS), channel(LOOKED_UP_BITS), channel(0)];
    let nearest = OF_COLOUR_WITHIN;
    for (const [i, other] of colours.entries()) {
      const distance = apart(colour, other);
      if (distance > nearest) continue;
      nearest = distance;
      numbers[n] = i + 1;
    }
  }
  return numbers;
}

function apart(a: Colour, b: Colour): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}
