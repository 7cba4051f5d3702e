import { strokesOf, textWidth } from '../../../src/calibrate/edits/letters.ts';
import { short } from './svg.ts';

/** The strokes of `text` (`strokesOf`) as an SVG path's data. */
export function textPath(text: string, x: number, y: number, height: number): string {
  const strokes = strokesOf(text, x, y, height);
  return strokes
    .flatMap((stroke) => stroke.map(([right, down], i) => `${i ? 'L' : 'M'}${short(right)} ${short(down)}`))
    .join('');
}

/** `text` stroked in one colour, its weight a share of the height. */
export function lettering(
  text: string,
  x: number,
  y: number,
  height: number,
  colour: string,
  weight = 0.14,
): string {
  return (
    `<path d="${textPath(text, x, y, height)}" fill="none" stroke="${colour}" ` +
    `stroke-width="${short(height * weight)}" stroke-linecap="round" stroke-linejoin="round"/>`
  );
}

/** `text` as large as fits `width` and `height`, centred in the box from `x`, `y`. */
export function letteringInBox(
  text: string,
  [x, y, width, height]: readonly [number, number, number, number],
  colour: string,
  weight = 0.14,
): string {
  const tall = Math.min(height, (width / textWidth(text, 6)) * 6);
  const left = x + (width - textWidth(text, tall)) / 2;
  return lettering(text, left, y + (height - tall) / 2, tall, colour, weight);
}
