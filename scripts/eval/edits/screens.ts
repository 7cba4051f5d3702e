import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, wholeBetween, type Random } from '../../../src/core/random.ts';
import { lettering } from '../picture/letters.ts';
import { someWords } from '../../../src/calibrate/edits/letters.ts';
import { laidOn } from '../../../src/calibrate/edits/raster.ts';
import { drawnSvg, hsl, short } from '../picture/svg.ts';
import type { Change } from '../../../src/calibrate/edits/change.ts';

/**
 * In the window of a browser or of a telephone's app, whose sides the picture fills to this share: bars, buttons and
 * writing around it, light or dark.
 */
export function onScreen(share: number): Change {
  return async (picture, random) => {
    const [width, height] = [Math.round(picture.width / share), Math.round(picture.height / share)];
    const left = Math.round((width - picture.width) * between(random, 0.15, 0.85));
    const top = Math.round((height - picture.height) * between(random, 0.35, 0.75));
    return laidOn(await screen(random, width, height, [left, top, picture]), picture, left, top);
  };
}

/** The screen without the picture, which will stand at `left`, `top`. */
function screen(
  random: Random,
  width: number,
  height: number,
  [left, top, picture]: readonly [left: number, top: number, picture: RgbPicture],
): Promise<RgbPicture> {
  const isDark = random() < 0.5;
  const [ground, bar, ink] = isDark ? ['#0f1115', '#23272f', '#d5dae2'] : ['#ffffff', '#eceff3', '#2a2f38'];
  const unit = Math.min(width, height) / 100;
  const accent = hsl(random() * 360, 60, 50);
  let body =
    `<rect width="100%" height="100%" fill="${ground}"/>` +
    `<rect width="100%" height="${short(unit * 9)}" fill="${bar}"/>`;
  if (random() < 0.5) body += browserBar(random, width, unit, [ground, ink]);
  else body += appBar(random, width, height, unit, [bar, ink, accent]);
  const line = (x: number, y: number, words: number, tall: number): string =>
    lettering(someWords(random, words), x, y, tall, ink);
  if (top > unit * 20) body += line(left, top - unit * 6, wholeBetween(random, 2, 4), unit * 3);
  const foot = top + picture.height + unit * 3;
  body += `<rect x="${left}" y="${short(foot)}" width="${short(unit * 12)}" height="${short(unit * 4)}" rx="${short(unit)}" fill="${accent}"/>`;
  for (let y = foot + unit * 7; y < height - unit * 12; y += unit * 5) {
    body += line(left, y, wholeBetween(random, 3, 7), unit * 2);
  }
  const aside = left + picture.width + unit * 4;
  for (let y = top; aside < width - unit * 10 && y < foot; y += unit * 5) {
    body += line(aside, y, wholeBetween(random, 1, 4), unit * 1.8);
  }
  return drawnSvg(width, height, body);
}

/** Three round buttons, an address in its field. */
function browserBar(random: Random, width: number, unit: number, [field, ink]: readonly string[]): string {
  const dots = ['#ff5f57', '#febc2e', '#28c840'].map(
    (colour, i) =>
      `<circle cx="${short(unit * (4 + i * 4))}" cy="${short(unit * 4.5)}" r="${short(unit * 1.2)}" fill="${colour}"/>`,
  );
  return (
    `${dots.join('')}<rect x="${short(unit * 18)}" y="${short(unit * 2)}" width="${short(width - unit * 28)}" height="${short(unit * 5)}" rx="${short(unit * 2.5)}" fill="${field}"/>` +
    lettering(someWords(random, 2), unit * 21, unit * 3.4, unit * 2, ink)
  );
}

/** The clock and the battery above, and a row of round buttons below. */
function appBar(
  random: Random,
  width: number,
  height: number,
  unit: number,
  [bar, ink, accent]: readonly string[],
): string {
  const clock = `${wholeBetween(random, 1, 12)}:${wholeBetween(random, 10, 59)}`;
  let body =
    lettering(clock, unit * 4, unit * 3, unit * 2.6, ink) +
    `<rect x="${short(width - unit * 9)}" y="${short(unit * 3)}" width="${short(unit * 5)}" height="${short(unit * 2.6)}" rx="${short(unit * 0.6)}" fill="${ink}"/>` +
    `<rect y="${short(height - unit * 9)}" width="100%" height="${short(unit * 9)}" fill="${bar}"/>`;
  const chosen = wholeBetween(random, 0, 4);
  for (let i = 0; i < 5; i++) {
    body += `<circle cx="${short((width * (i + 0.5)) / 5)}" cy="${short(height - unit * 4.5)}" r="${short(unit * 2.2)}" fill="${i === chosen ? accent : ink}"/>`;
  }
  return body;
}
