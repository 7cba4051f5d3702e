import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, pick, wholeBetween, type Random } from '../../../src/core/random.ts';
import { drawIllustration } from '../drawn/draw.ts';
import { lettering, letteringInBox } from '../picture/letters.ts';
import { someWords } from '../../../src/calibrate/edits/letters.ts';
import { asSharp, laidOn, pixelsOf, resized } from '../../../src/calibrate/edits/raster.ts';
import { rowPixels } from '../picture/raster.ts';
import { drawnSvg, hsl, short } from '../picture/svg.ts';
import { plain } from '../../../src/calibrate/edits/warp.ts';

/** Somewhere on a page 60 % larger, among boxes and lines of writing. */
export async function onPage(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const [width, height] = [Math.round(picture.width * 1.6), Math.round(picture.height * 1.6)];
  const isDark = random() < 0.4;
  const [ground, ink, box] = isDark ? ['#15181d', '#c9d1d9', '#2b3038'] : ['#ffffff', '#24292f', '#e4e8ee'];
  const hue = random() * 360;
  const fill = random() < 0.5 ? ground : 'url(#fall)';
  let body =
    `<defs><linearGradient id="fall" x2="0" y2="1"><stop stop-color="${ground}"/>` +
    `<stop offset="1" stop-color="${hsl(hue, 35, isDark ? 22 : 86)}"/></linearGradient></defs>` +
    `<rect width="100%" height="100%" fill="${fill}"/>` +
    `<rect width="100%" height="${short(height * 0.07)}" fill="${hsl(hue, 45, isDark ? 25 : 48)}"/>` +
    letteringInBox(
      someWords(random, 2),
      [width * 0.03, height * 0.02, width * 0.3, height * 0.03],
      '#ffffff',
    );
  for (let i = 0; i < 6; i++) {
    const [x, y] = [random() * width * 0.9, between(random, 0.1, 0.9) * height];
    body += `<rect x="${short(x)}" y="${short(y)}" width="${short(between(random, 0.1, 0.3) * width)}" height="${short(between(random, 0.03, 0.12) * height)}" rx="5" fill="${random() < 0.3 ? hsl(hue, 60, 50) : box}"/>`;
  }
  for (let y = height * 0.1; y < height; y += height * 0.045) {
    body += lettering(
      someWords(random, wholeBetween(random, 3, 9)),
      width * pick(random, [0.03, 0.05]),
      y,
      height * 0.02,
      ink,
    );
  }
  const left = Math.floor(random() * (width - picture.width));
  const top = Math.floor(between(random, 0.08, 1) * (height - picture.height));
  return laidOn(await drawnSvg(width, height, body), picture, left, top);
}

/** One quarter of a collage; the other three are drawings that are in no index. */
export async function inCollage(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  const place = Math.floor(random() * 4);
  const gap = wholeBetween(random, 0, 6);
  let sheet = plain(width * 2 + gap, height * 2 + gap, [255, 255, 255]);
  for (let quarter = 0; quarter < 4; quarter++) {
    const part = quarter === place ? picture : await filling(await otherPicture(random), width, height);
    sheet = laidOn(sheet, part, (quarter % 2) * (width + gap), (quarter >> 1) * (height + gap));
  }
  return resized(sheet, width, height);
}

/** Small, a third to a half of the sides, in a corner of another picture. */
export async function insetInOther(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const { width, height } = picture;
  const share = between(random, 0.38, 0.5);
  const small = await resized(picture, width * share, height * share);
  const ground = await filling(await otherPicture(random), width, height);
  const left = Math.round(between(random, 0.04, 0.96 - share) * width);
  return laidOn(ground, small, left, Math.round(between(random, 0.04, 0.96 - share) * height));
}

/** In the middle of an upright screen, over an enlarged and blurred copy of itself, with a caption. */
export async function onBlurredSelf(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const [width, height] = [360, 640];
  const fitted = await pixelsOf(asSharp(picture).resize(width, height, { fit: 'inside' }));
  const ground = await pixelsOf(asSharp(picture).resize(width, height, { fit: 'cover' }).blur(12));
  const top = Math.round(((height - fitted.height) / 2) * between(random, 0.7, 1.3));
  return laidOn(ground, fitted, Math.round((width - fitted.width) / 2), Math.max(0, top));
}

/** The screen of a telephone, 9 to 19: its own bar, an app's, the picture as wide as the screen, buttons, writing. */
export async function onPhone(picture: RgbPicture, random: Random): Promise<RgbPicture> {
  const [width, height] = [360, 760];
  const isDark = random() < 0.5;
  const [ground, ink] = isDark ? ['#000000', '#f0f0f0'] : ['#ffffff', '#101010'];
  const tall = Math.min(Math.round((picture.height / picture.width) * width), 560);
  const shown = await pixelsOf(asSharp(picture).resize(width, tall, { fit: 'cover' }));
  const top = 84 + Math.floor(random() * Math.max(1, 590 - 84 - tall));
  const hue = random() * 360;
  const round = (x: number, y: number, r: number, colour: string): string =>
    `<circle cx="${x}" cy="${y}" r="${r}" fill="${colour}"/>`;
  let body =
    `<rect width="100%" height="100%" fill="${ground}"/>` +
    lettering(`${wholeBetween(random, 1, 12)}:${wholeBetween(random, 10, 59)}`, 22, 10, 11, ink) +
    `<rect x="300" y="9" width="26" height="12" rx="3" fill="none" stroke="${ink}"/><rect x="302" y="11" width="${wholeBetween(random, 4, 22)}" height="8" fill="${ink}"/>` +
    round(28, 58, 17, hsl(hue, 60, 50)) +
    lettering(someWords(random, 2), 56, 48, 10, ink) +
    lettering(someWords(random, 2), 56, 66, 7, '#888888');
  for (let i = 0; i < 4; i++) {
    body += `<circle cx="${26 + i * 42}" cy="${top + tall + 24}" r="10" fill="none" stroke="${ink}" stroke-width="2.4"/>`;
    body += round(45 + i * 90, 728, 12, i === wholeBetween(random, 0, 3) ? hsl(hue, 60, 50) : '#888888');
  }
  for (let y = top + tall + 48; y < 690; y += 22) {
    body += lettering(someWords(random, wholeBetween(random, 3, 6)), 16, y, 9, ink);
  }
  return laidOn(await drawnSvg(width, height, body), shown, 0, top);
}

async function otherPicture(random: Random): Promise<RgbPicture> {
  return rowPixels(await drawIllustration(Math.floor(random() * 2 ** 31), Math.floor(random() * 2 ** 31)));
}

function filling(picture: RgbPicture, width: number, height: number): Promise<RgbPicture> {
  return pixelsOf(asSharp(picture).resize(width, height, { fit: 'cover' }));
}
