import type { Geometry, MatchedArea } from '../api/geometry.ts';
import { markup, type Markup } from './markup.ts';

/** Width and height of the box that a picture's frame is fitted into, in the drawing's own units. */
const BOX = { width: 300, height: 260 } as const;
const MARGIN = 20;
const CAPTION = 46;

/** Pixels of a picture; null where nobody knows them: its frame is then square, and says so. */
interface Size {
  width: number | null;
  height: number | null;
}

/**
 * The part that both pictures show, as an outline in an empty frame of each, with its percent. It holds nothing of
 * either picture. The same geometry makes the same drawing, byte by byte.
 */
export function drawMatchedArea({ query, row }: Geometry, querySize: Size, rowSize: Size): Markup {
  const width = 2 * BOX.width + 3 * MARGIN;
  const height = BOX.height + 2 * MARGIN + CAPTION;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${labelOf(query, row)}" font-family="sans-serif" font-size="13">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${framed('The artist’s picture', query, querySize, MARGIN)}
${framed('The row’s picture', row, rowSize, 2 * MARGIN + BOX.width)}
</svg>`;
}

function labelOf(query: MatchedArea, row: MatchedArea): string {
  return `The part that both pictures show: ${round(query.percent)} % of the artist’s picture, ${round(row.percent)} % of the row’s.`;
}

function framed(title: string, { percent, polygon }: MatchedArea, size: Size, left: number): Markup {
  const known = size.width !== null && size.height !== null && size.width > 0 && size.height > 0;
  const ratio = known ? size.width! / size.height! : 1;
  const width = Math.min(BOX.width, BOX.height * ratio);
  const height = width / ratio;
  const x = left + (BOX.width - width) / 2;
  const y = MARGIN + (BOX.height - height) / 2;
  const points = polygon.map(([px, py]) => `${round(x + px * width)},${round(y + py * height)}`).join(' ');
  const sizeWords = known ? `${size.width} × ${size.height} pixels` : 'size not recorded, drawn as a square';
  const middle = round(left + BOX.width / 2);
  const under = MARGIN + BOX.height;
  return markup`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="#f4f2ee" stroke="#6b665d"/>
<polygon points="${points}" fill="#98291b" fill-opacity="0.12" stroke="#98291b" stroke-width="2" stroke-linejoin="round"/>
<text x="${middle}" y="${under + 20}" text-anchor="middle" fill="#1e1c19">${title}: ${round(percent)} % of it</text>
<text x="${middle}" y="${under + 38}" text-anchor="middle" fill="#5d5850" font-size="11">${sizeWords}</text>`;
}

function round(number: number): string {
  return String(Math.round(number * 10) / 10);
}
