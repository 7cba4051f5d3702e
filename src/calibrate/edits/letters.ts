import { pick, type Random } from '../../core/random.ts';

/** Strokes of a letter on a grid four wide and six high: pairs of digits are points, `|` lifts the pen. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '06 20 46|14 34',
  B: '00 30 41 42 33 03|33 44 45 36 06 00',
  C: '41 30 10 01 05 16 36 45',
  D: '00 20 42 44 26 06 00',
  E: '40 00 06 46|03 33',
  F: '40 00 06|03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06|40 46|03 43',
  I: '20 26|10 30|16 36',
  J: '40 45 36 16 05',
  K: '00 06|40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  Q: '10 30 41 45 36 16 05 01 10|24 46',
  R: '06 00 30 41 42 33 03|23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40|20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  W: '00 16 23 36 40',
  X: '00 46|40 06',
  Y: '00 23 40|23 26',
  Z: '00 40 06 46',
  0: '10 30 41 45 36 16 05 01 10|15 31',
  1: '11 20 26|16 36',
  2: '01 10 30 41 42 06 46',
  3: '01 10 30 41 42 33 44 45 36 16 05|13 33',
  4: '36 30 04 44',
  5: '40 00 03 33 44 45 36 16 05',
  6: '41 30 10 01 05 16 36 45 44 33 13 04',
  7: '00 40 16',
  8: '13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33',
  9: '42 33 13 02 01 10 30 41 45 36 16 05',
  '!': '20 24|26 26',
  '?': '01 10 30 41 42 23 24|26 26',
  '.': '26 26',
  ':': '22 22|25 25',
  '-': '13 33',
};

const WORDS =
  'WHEN THE CAT SAYS NO TODAY MONDAY AGAIN LOOK WHAT I FOUND NEVER FORGET THIS ONE WEIRD HOUSE BLUE RIVER ' +
  'SUMMER SALE OPEN NIGHT MUSIC FESTIVAL JAZZ COFFEE FRESH BREAD WINTER LIGHT PAPER MOON GARDEN STORY BIG ' +
  'SMALL WORLD FOX AND ZEBRA QUICK JUMP OVER LAZY DOGS WOW YES MAYBE LATER HELLO STRANGER RADIO 1987 2024 ' +
  'MAP OF KINGS QUEEN JACK OPUS 12 VOL 3 THEATRE';
const VOCABULARY = WORDS.split(' ');

/** Some words, in capitals. */
export function someWords(random: Random, count: number): string {
  return Array.from({ length: count }, () => pick(random, VOCABULARY)).join(' ');
}

/** Width of `text` in letters of this height, in the height's unit. */
export function textWidth(text: string, height: number): number {
  return text.length * (height / 6) * 5.4 - (height / 6) * 1.4;
}

/** A place, in pixels or whatever the letters' height is in. */
export type Place = readonly [x: number, y: number];

/**
 * The strokes of `text`, each a line from place to place, its first letter's top left at `x`, `y`. To be drawn with round
 * ends; a sixth of the height is a bold hand. Characters that have no strokes are blank.
 */
export function strokesOf(text: string, x: number, y: number, height: number): Place[][] {
  const unit = height / 6;
  return Array.from(text.toUpperCase()).flatMap((character, i) => {
    const left = x + i * unit * 5.4;
    return (GLYPHS[character] ?? '').split('|').map((stroke) =>
      stroke
        .split(' ')
        .filter(Boolean)
        .map(([column, row]): Place => [left + Number(column) * unit, y + Number(row) * unit]),
    );
  });
}
