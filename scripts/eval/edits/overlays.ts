import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, pick, wholeBetween, type Random } from '../../../src/core/random.ts';
import { letteringInBox, textPath } from '../picture/letters.ts';
import { someWords, textWidth } from '../../../src/calibrate/edits/letters.ts';
import { drawnOver, hsl, short } from '../picture/svg.ts';

const SHOUTING = ['#111111', '#ffffff', '#e63946', '#ffd166', '#118ab2', '#06d6a0'] as const;

/** Three opaque bars across the whole width, each 6–10 % of the height, one in each third. */
export function threeBars(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { height } = picture;
  const bars = [0, 1, 2].map((third) => {
    const tall = between(random, 0.06, 0.1) * height;
    const top = ((third + between(random, 0.05, 0.6)) * height) / 3;
    return `<rect y="${short(top)}" width="100%" height="${short(tall)}" fill="${pick(random, SHOUTING)}"/>`;
  });
  return drawnOver(picture, bars.join(''));
}

/** Two opaque discs, their radius 12–18 % of the short side, wholly inside. */
export function twoDiscs(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  const discs = [0, 1].map(() => {
    const radius = between(random, 0.12, 0.18) * Math.min(width, height);
    const x = between(random, radius, width - radius);
    const y = between(random, radius, height - radius);
    return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${pick(random, SHOUTING)}"/>`;
  });
  return drawnOver(picture, discs.join(''));
}

/** The template of memes: a large white caption with a black outline above and below, on the picture itself. */
export function memeCaption(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  const line = (top: number): string => {
    const words = someWords(random, wholeBetween(random, 2, 4));
    const box = [width * 0.04, top, width * 0.92, height * 0.15] as const;
    return letteringInBox(words, box, '#000000', 0.34) + letteringInBox(words, box, '#ffffff', 0.17);
  };
  return drawnOver(picture, line(height * 0.03) + line(height * 0.81));
}

/** Opaque words in three lines, each across most of the width; the picture shows between the strokes. */
export function lettered(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  const colour = pick(random, ['#ffffff', '#111111', '#ffd166', '#e63946']);
  const top = between(random, 0.15, 0.4) * height;
  const lines = [0, 1, 2].map((line) => {
    const words = someWords(random, wholeBetween(random, 2, 3));
    const box = [width * 0.08, top + line * height * 0.15, width * 0.84, height * 0.11] as const;
    return letteringInBox(words, box, colour, 0.15);
  });
  return drawnOver(picture, lines.join(''));
}

/** Half-transparent words, repeated and turned, over all of the picture. */
export function watermarked(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  const words = someWords(random, 2);
  const tall = Math.min(width, height) * between(random, 0.05, 0.075);
  const [across, down] = [textWidth(words, tall) + tall * 2, tall * between(random, 2.4, 3.4)];
  let path = '';
  const reach = Math.hypot(width, height) / 2;
  for (let row = 0, y = -reach; y < reach; row++, y += down) {
    for (let x = -reach - (row % 2) * (across / 2); x < reach; x += across)
      path += textPath(words, x, y, tall);
  }
  const place = `translate(${width / 2} ${height / 2}) rotate(${short(between(random, -40, -20))})`;
  const colour = random() < 0.6 ? '#ffffff' : '#000000';
  return drawnOver(
    picture,
    `<path transform="${place}" d="${path}" fill="none" stroke="${colour}" stroke-opacity="0.5" stroke-width="${short(tall * 0.16)}" stroke-linecap="round"/>`,
  );
}

/** Five to eight stickers with white edges: faces, stars, hearts and speech balloons, a quarter of the area or so. */
export function stickered(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  let body = '';
  const count = wholeBetween(random, 5, 8);
  for (let i = 0; i < count; i++) {
    const size = between(random, 0.1, 0.17) * Math.min(width, height);
    const x = between(random, 0.08, 0.92) * width;
    const y = between(random, 0.08, 0.92) * height;
    body += `<g transform="translate(${short(x)} ${short(y)}) rotate(${short(between(random, -30, 30))}) scale(${short(size)})">${pick(random, STICKERS)(random)}</g>`;
  }
  return drawnOver(picture, body);
}

/** Each fills the square from −1 to 1. */
const STICKERS: readonly ((random: Random) => string)[] = [face, star, heart, balloon];

const WHITE_EDGE = 'stroke="#ffffff" stroke-width="0.14" stroke-linejoin="round"';

function face(random: Random): string {
  const mouth = between(random, -0.2, 0.5).toFixed(2);
  return (
    `<circle r="0.95" fill="${hsl(between(random, 40, 55), 95, 58)}" ${WHITE_EDGE}/>` +
    `<circle cx="-0.32" cy="-0.2" r="0.13"/><circle cx="0.32" cy="-0.2" r="0.13"/>` +
    `<path d="M-0.45 0.3 Q0 ${Number(mouth) + 0.4} 0.45 0.3" fill="none" stroke="#000000" stroke-width="0.1"/>`
  );
}

function star(random: Random): string {
  const points = Array.from({ length: 10 }, (_, i) => {
    const [radius, turn] = [i % 2 ? 0.42 : 1, (i * Math.PI) / 5];
    return `${(Math.sin(turn) * radius).toFixed(2)},${(-Math.cos(turn) * radius).toFixed(2)}`;
  });
  return `<polygon points="${points.join(' ')}" fill="${hsl(random() * 360, 85, 55)}" ${WHITE_EDGE}/>`;
}

function heart(random: Random): string {
  const path = 'M0 0.9 C-1.6 -0.2 -0.8 -1.2 0 -0.45 C0.8 -1.2 1.6 -0.2 0 0.9 Z';
  return `<path d="${path}" fill="${hsl(between(random, 330, 375), 85, 52)}" ${WHITE_EDGE}/>`;
}

function balloon(random: Random): string {
  return (
    `<path d="M-1 -0.6 H1 V0.4 H0.1 L-0.4 0.9 V0.4 H-1 Z" fill="#ffffff" stroke="#000000" stroke-width="0.06"/>` +
    letteringInBox(someWords(random, 1), [-0.85, -0.35, 1.7, 0.5], '#000000', 0.18)
  );
}
