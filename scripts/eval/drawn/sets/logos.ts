import type { RgbPicture } from '../../../../src/core/picture.ts';
import {
  between,
  pick,
  randomFor,
  shuffled,
  wholeBetween,
  type Random,
} from '../../../../src/core/random.ts';
import { letteringInBox } from '../../picture/letters.ts';
import { someWords } from '../../../../src/calibrate/edits/letters.ts';
import { drawnSvg, hsl, short } from '../../picture/svg.ts';

const [WIDTH, HEIGHT] = [800, 600] as const;

/** A mark that fills the square from −1 to 1. */
type Mark = (random: Random, colours: readonly string[], letters: string) => string;

/**
 * Logo `number` in the middle of plain ground, which all of a seed share: by turns a seal, all of one size, and another
 * mark of few colours, some with a word below. The ground is most of each picture, and no two are edits of one another.
 */
export function logo(seed: number, number: number): Promise<RgbPicture> {
  const house = randomFor(seed, 'logo');
  const ground = pick(house, ['#ffffff', '#1a1d23', '#f4f1ea']);
  const sealSize = between(house, 140, 190);
  const random = randomFor(seed, 'logo', number);
  const hue = random() * 360;
  const colours = [hsl(hue, 70, 50), hsl(hue + between(random, 90, 200), 65, 45), hsl(hue + 30, 60, 62)];
  const isSeal = number % 2 === 0;
  const size = isSeal ? sealSize : between(random, 70, 130);
  const hasWord = !isSeal && random() < 0.5;
  const draw = isSeal ? seal : MARKS[((number - 1) / 2) % MARKS.length];
  const mark = draw(random, shuffled(random, colours), lettersOf(number));
  return drawnSvg(
    WIDTH,
    HEIGHT,
    `<rect width="100%" height="100%" fill="${ground}"/>` +
      `<g transform="translate(${WIDTH / 2} ${hasWord ? HEIGHT * 0.42 : HEIGHT / 2}) scale(${short(size)})">${mark}</g>` +
      (hasWord
        ? letteringInBox(
            someWords(random, 1),
            [WIDTH * 0.34, HEIGHT * 0.68, WIDTH * 0.32, 50],
            colours[0],
            0.22,
          )
        : ''),
  );
}

/** Three letters, in no two of 17,576 logos the same: one logo in two colourings would be no other picture. */
function lettersOf(number: number): string {
  const scattered = (number * 7919 + 4242) % 17_576;
  return [676, 26, 1].map((place) => String.fromCharCode(65 + (Math.floor(scattered / place) % 26))).join('');
}

const MARKS: readonly Mark[] = [petals, monogram, blocks, rings, crest, zigzag];

function petals(random: Random, colours: readonly string[]): string {
  const count = wholeBetween(random, 3, 9);
  const [long, wide] = [between(random, 0.6, 1), between(random, 0.12, 0.4)];
  return Array.from(
    { length: count },
    (_, i) =>
      `<ellipse cx="0" cy="${(-long / 2).toFixed(2)}" rx="${wide.toFixed(2)}" ry="${(long / 2).toFixed(2)}" fill="${colours[i % colours.length]}" transform="rotate(${short((360 * i) / count)})"/>`,
  ).join('');
}

function monogram(random: Random, [first, second]: readonly string[], letters: string): string {
  const shape = pick(random, [
    `<circle r="1" fill="${first}"/>`,
    `<rect x="-1" y="-1" width="2" height="2" rx="${between(random, 0, 0.5).toFixed(2)}" fill="${first}"/>`,
    `<polygon points="0,-1.1 1,-0.5 1,0.6 0,1.1 -1,0.6 -1,-0.5" fill="${first}"/>`,
  ]);
  // Strokes are rounded to a tenth: drawn large, then brought to the mark's size.
  return `${shape}<g transform="scale(0.01)">${letteringInBox(letters, [-55, -50, 110, 100], second, 0.24)}</g>`;
}

/** A disc with a ring, a few letters in it: from afar each is like the next. */
function seal(random: Random, [first, second, third]: readonly string[], letters: string): string {
  const ring = between(random, 0.7, 0.85).toFixed(2);
  return (
    `<circle r="1" fill="${first}"/><circle r="${ring}" fill="none" stroke="${second}" stroke-width="0.06"/>` +
    `<g transform="scale(0.01)">${letteringInBox(letters, [-42, -26, 84, 52], third, 0.2)}</g>`
  );
}

function blocks(random: Random, colours: readonly string[]): string {
  let body = '';
  for (let y = 0; y < 4; y++) {
    for (let x = 0; x < 2; x++) {
      if (random() < 0.4) continue;
      const fill = pick(random, colours);
      for (const column of [x, 3 - x]) {
        body += `<rect x="${column * 0.5 - 1}" y="${y * 0.5 - 1}" width="0.5" height="0.5" fill="${fill}"/>`;
      }
    }
  }
  return body + `<circle r="0.3" fill="${colours[0]}"/>`;
}

function rings(random: Random, colours: readonly string[]): string {
  const count = wholeBetween(random, 2, 5);
  const turn = random() * 6;
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count;
    return `<circle cx="${(Math.cos(angle) * 0.5).toFixed(2)}" cy="${(Math.sin(angle) * 0.5).toFixed(2)}" r="${between(random, 0.3, 0.5).toFixed(2)}" fill="none" stroke="${colours[i % colours.length]}" stroke-width="${between(random, 0.08, 0.22).toFixed(2)}"/>`;
  }).join('');
}

function crest(random: Random, [first, second, third]: readonly string[]): string {
  const band = between(random, -0.6, 0.2).toFixed(2);
  const points = wholeBetween(random, 4, 8);
  const star = Array.from({ length: points * 2 }, (_, i) => {
    const [radius, angle] = [i % 2 ? 0.16 : 0.4, (i * Math.PI) / points];
    return `${(Math.sin(angle) * radius).toFixed(2)},${(0.1 - Math.cos(angle) * radius).toFixed(2)}`;
  });
  return (
    `<path d="M-0.9 -1H0.9V0.1C0.9 0.7 0.4 1 0 1.2C-0.4 1 -0.9 0.7 -0.9 0.1Z" fill="${first}"/>` +
    `<rect x="-0.9" y="${band}" width="1.8" height="0.28" fill="${second}"/>` +
    `<polygon points="${star.join(' ')}" fill="${third}"/>`
  );
}

function zigzag(random: Random, colours: readonly string[]): string {
  const steps = wholeBetween(random, 3, 6);
  const path = Array.from({ length: steps + 1 }, (_, i) => {
    return `${i ? 'L' : 'M'}${((2 * i) / steps - 1).toFixed(2)} ${between(random, -0.9, 0.9).toFixed(2)}`;
  }).join('');
  const weight = between(random, 0.16, 0.36);
  return [0, 1]
    .map(
      (i) =>
        `<path d="${path}" transform="translate(0 ${(i * weight * 1.3).toFixed(2)})" fill="none" stroke="${colours[i]}" stroke-width="${weight.toFixed(2)}" stroke-linejoin="round"/>`,
    )
    .join('');
}
