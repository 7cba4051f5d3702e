import { between, pick, wholeBetween } from '../../../../src/core/random.ts';
import { letteringInBox } from '../../picture/letters.ts';
import { someWords } from '../../../../src/calibrate/edits/letters.ts';
import { short } from '../../picture/svg.ts';
import type { Point } from '../../picture/warp.ts';
import { vessel } from '../motifs/indoors.ts';
import { fish } from '../motifs/fish.ts';
import { creature, flower, head, person } from '../motifs/living.ts';
import { boat, house, sun, tower, tree } from '../motifs/outdoors.ts';
import type { Pen } from '../pen.ts';
import { box } from '../shapes.ts';
import type { Composition } from './composition.ts';
import { interior } from './rooms.ts';
import { landscape, town } from './views.ts';

/** A page of a comic: rows of panels, each with its scene, and balloons with lettering. */
export const comicPage: Composition = (pen, width, height) => {
  const { random } = pen;
  const gutter = between(random, 4, 9);
  let body = '';
  const rows = wholeBetween(random, 2, 3);
  let top = gutter;
  for (let row = 0; row < rows; row++) {
    const tall =
      row === rows - 1
        ? height - top - gutter
        : ((height - gutter) / rows) * between(random, 0.85, 1.12) - gutter;
    const columns = wholeBetween(random, 1, 3);
    let left = gutter;
    for (let column = 0; column < columns; column++) {
      const wide =
        column === columns - 1
          ? width - left - gutter
          : ((width - gutter) / columns) * between(random, 0.75, 1.2) - gutter;
      body += panel(pen, left, top, wide, tall);
      left += wide + gutter;
    }
    top += tall + gutter;
  }
  return body;
};

function panel(pen: Pen, left: number, top: number, width: number, height: number): string {
  const { random } = pen;
  const inside =
    pen.shape(box(-5, -5, width + 10, height + 10), random() < 0.2 ? 0.7 : 0.05, true) +
    panelScene(pen, width, height);
  const frame = `<rect x="0.8" y="0.8" width="${short(width - 1.6)}" height="${short(height - 1.6)}" fill="none" stroke="${pen.ink}" stroke-width="2"/>`;
  return `<svg x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(height)}">${inside}${random() < 0.7 ? balloon(pen, width, height) : ''}${frame}</svg>`;
}

function panelScene(pen: Pen, width: number, height: number): string {
  const { random } = pen;
  const kind = Math.floor(random() * 5);
  if (kind === 0) return landscape(pen, width, height);
  if (kind === 1)
    return head(
      pen,
      [width * between(random, 0.35, 0.65), height * 0.62],
      height * between(random, 0.24, 0.36),
    );
  if (kind === 2) return interior(pen, width, height);
  if (kind === 3)
    return (
      speedLines(pen, width, height) +
      pick(random, [creature, person])(pen, [width / 2, height * 0.95], height * 0.72)
    );
  const [left, right] = [width * between(random, 0.2, 0.35), width * between(random, 0.65, 0.8)];
  return (
    person(pen, [left, height], height * 0.72) +
    pick(random, [person, creature, tree])(pen, [right, height], height * 0.7)
  );
}

function speedLines(pen: Pen, width: number, height: number): string {
  const { random } = pen;
  const count = wholeBetween(random, 18, 40);
  let body = '';
  for (let i = 0; i < count; i++) {
    const turn = (i * 2 * Math.PI) / count;
    const at = (far: number): Point => [
      width / 2 + Math.cos(turn) * far * width,
      height / 2 + Math.sin(turn) * far * height,
    ];
    body += pen.line([at(between(random, 0.3, 0.45)), at(0.8)], between(random, 0.5, 2.2));
  }
  return body;
}

function balloon(pen: Pen, width: number, height: number): string {
  const { random } = pen;
  const wide = Math.min(width * 0.8, between(random, 50, 110));
  const [tall, left] = [between(random, 16, 28), between(random, 3, Math.max(4, width - wide - 3))];
  const [middle, low] = [left + wide / 2, 3 + tall];
  const shape = `<path d="M${short(left + 6)} 3H${short(left + wide - 6)}q6 0 6 6V${short(low - 6)}q0 6 -6 6H${short(middle + 8)}L${short(middle + between(random, -14, 14))} ${short(low + Math.min(16, height * 0.1))}L${short(middle - 2)} ${short(low)}H${short(left + 6)}q-6 0 -6 -6V9q0 -6 6 -6Z" fill="#ffffff" stroke="${pen.ink}" stroke-width="1.4"/>`;
  return (
    shape +
    letteringInBox(
      someWords(random, wholeBetween(random, 1, 3)),
      [left + 6, 7, wide - 12, tall - 8],
      pen.ink,
      0.15,
    )
  );
}

/** A poster: a frame, large lettering, one large thing with rays or a scene behind it, small print. */
export const poster: Composition = (pen, width, height) => {
  const { random } = pen;
  let body = pen.shape(box(-5, -5, width + 10, height + 10), between(random, 0, 0.9), true);
  const scene = pick(random, [landscape, town, null, null]);
  if (scene) body += scene(pen, width, height);
  else body += sun(pen, [width / 2, height * 0.9], height * between(random, 0.7, 1));
  const motif = pick(random, [creature, tree, house, boat, tower, flower, vessel, fish, person]);
  body += motif(pen, [width / 2, height * 0.8], height * between(random, 0.4, 0.6));
  const title = someWords(random, wholeBetween(random, 1, 2));
  const titleTop = pick(random, [0.05, 0.8]) * height;
  body += banner(pen, title, [width * 0.06, titleTop, width * 0.88, height * 0.14]);
  const line = someWords(random, wholeBetween(random, 3, 5));
  body += banner(pen, line, [
    width * 0.2,
    height * (titleTop < height / 2 ? 0.88 : 0.05),
    width * 0.6,
    height * 0.06,
  ]);
  return `${body}<rect x="4" y="4" width="${width - 8}" height="${height - 8}" fill="none" stroke="${pen.ink}" stroke-width="${short(between(random, 1, 5))}"/>`;
};

function banner(
  pen: Pen,
  words: string,
  [x, y, width, height]: readonly [number, number, number, number],
): string {
  const isBoxed = pen.random() < 0.6;
  const ground = isBoxed
    ? `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${pen.paper}"/>`
    : '';
  const letters = (colour: string, weight: number): string =>
    letteringInBox(words, [x + 6, y + 4, width - 12, height - 8], colour, weight);
  return ground + (isBoxed ? '' : letters(pen.paper, 0.4)) + letters(pen.ink, between(pen.random, 0.1, 0.2));
}
