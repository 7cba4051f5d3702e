import { between, pick, randomFor, wholeBetween } from '../../../../src/core/random.ts';
import { SCENES } from '../../../demo/scenes.ts';
import { letteringInBox } from '../../picture/letters.ts';
import { someWords } from '../../../../src/calibrate/edits/letters.ts';
import { laidOn, pixelsOf, resized } from '../../../../src/calibrate/edits/raster.ts';
import { drawnOver, drawnSvg, hsl, short } from '../../picture/svg.ts';
import { PENS } from '../pen.ts';
import { comicPage, poster } from './printed.ts';
import { brushwork, closeUp, deadLeaves, surface, terrain, type PaintKind } from './photographic.ts';
import sharp from 'sharp';

const INSIDES = [terrain, surface, closeUp, deadLeaves, brushwork] as const;

/** The scenes of the demo set. */
export const demoScene: PaintKind = (random, width, height) => {
  const { svg } = pick(random, SCENES)(random, width, height);
  return pixelsOf(sharp(Buffer.from(svg)));
};

/** One small motif again and again: bricks, tiles, scales, cloth. What agrees in one place agrees in all. */
export const tiling: PaintKind = (random, width, height) => {
  const side = between(random, 22, 64);
  const [hue, other] = [random() * 360, random() * 360];
  const lightness = between(random, 25, 75);
  let tile = `<rect width="${short(side)}" height="${short(side)}" fill="${hsl(hue, 35, lightness)}"/>`;
  for (let i = 0; i < wholeBetween(random, 2, 6); i++) {
    const [x, y, r] = [random() * side, random() * side, between(random, 0.08, 0.4) * side];
    const fill = hsl(i % 2 ? hue : other, between(random, 30, 80), between(random, 15, 90));
    tile += pick(random, [
      `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" fill="${fill}"/>`,
      `<rect x="${short(x - r)}" y="${short(y - r)}" width="${short(r * 2)}" height="${short(r)}" fill="${fill}"/>`,
      `<path d="M${short(x)} 0L${short(side)} ${short(y)}L${short(x)} ${short(side)}L0 ${short(y)}Z" fill="none" stroke="${fill}" stroke-width="${short(r / 3)}"/>`,
    ]);
  }
  const turn = pick(random, [0, 0, 45, between(random, 0, 90)]);
  return drawnSvg(
    width,
    height,
    `<defs><pattern id="t" width="${short(side)}" height="${short(side)}" patternUnits="userSpaceOnUse" patternTransform="rotate(${short(turn)})">${tile}</pattern></defs><rect width="100%" height="100%" fill="url(#t)"/>`,
  );
};

/** One of twelve ornamented frames, the same each time, with another picture in it each time. */
export const framed: PaintKind = async (random, width, height) => {
  const frame = wholeBetween(random, 1, 12);
  const own = randomFor(frame, 'frame');
  const [hue, edge] = [own() * 360, between(own, 0.08, 0.16) * Math.min(width, height)];
  let body = `<rect width="100%" height="100%" fill="${hsl(hue, 40, between(own, 20, 70))}"/>`;
  const beads = wholeBetween(own, 12, 30);
  for (let i = 0; i <= beads; i++) {
    const [x, y, r] = [(width * i) / beads, (height * i) / beads, edge * between(own, 0.15, 0.4)];
    const bead = (cx: number, cy: number): string =>
      `<circle cx="${short(cx)}" cy="${short(cy)}" r="${short(r)}" fill="${hsl(hue + 180, 50, 60)}" stroke="#000000"/>`;
    body += bead(x, edge / 2) + bead(x, height - edge / 2) + bead(edge / 2, y) + bead(width - edge / 2, y);
  }
  const [wide, tall] = [Math.round(width - 2 * edge), Math.round(height - 2 * edge)];
  const inside = await pick(random, INSIDES)(random, wide, tall);
  return laidOn(await drawnSvg(width, height, body), inside, Math.round(edge), Math.round(edge));
};

/** One of eight publishers' marks, the same each time, over another picture each time. */
export const marked: PaintKind = async (random, width, height) => {
  const own = randomFor(wholeBetween(random, 1, 8), 'mark');
  const [words, hue, isLight] = [someWords(own, 2), own() * 360, own() < 0.6];
  const picture = await pick(random, INSIDES)(random, width, height);
  const colour = isLight ? '#ffffff' : '#111111';
  let body = '';
  if (own() < 0.5) {
    for (let i = 0; i < 9; i++) {
      const box = [
        (width * (i % 3)) / 3 + 8,
        (height * Math.floor(i / 3)) / 3 + height * 0.14,
        width / 3 - 16,
        14,
      ] as const;
      body += `<g opacity="0.6">${letteringInBox(words, box, colour)}</g>`;
    }
  } else {
    body += `<rect x="0" y="${height - 34}" width="100%" height="34" fill="${hsl(hue, 60, 30)}"/><circle cx="20" cy="${height - 17}" r="11" fill="${hsl(hue + 60, 80, 60)}"/>`;
    body += letteringInBox(words, [40, height - 26, width * 0.5, 18], '#ffffff');
  }
  return drawnOver(picture, body);
};

/** One of ten memes: the same bars, words and marks each time, with another picture between them each time. */
export const meme: PaintKind = async (random, width, height) => {
  const own = randomFor(wholeBetween(random, 1, 10), 'meme');
  const ground = own() < 0.5 ? '#ffffff' : '#000000';
  const ink = ground === '#000000' ? '#ffffff' : '#000000';
  const [above, below] = [between(own, 0.14, 0.24), between(own, 0, 1) < 0.5 ? 0 : between(own, 0.12, 0.2)];
  const [top, tall] = [Math.round(height * above), Math.round(height * (1 - above - below))];
  const line = (from: number, share: number): string =>
    letteringInBox(
      someWords(own, wholeBetween(own, 3, 4)),
      [10, from + height * share * 0.2, width - 20, height * share * 0.6],
      ink,
      0.17,
    );
  let body = `<rect width="100%" height="100%" fill="${ground}"/>` + line(0, above);
  if (below > 0) body += line(height * (1 - below), below);
  const inside = await pick(random, INSIDES)(random, width - 16, tall);
  return laidOn(await drawnSvg(width, height, body), inside, 8, top);
};

/** A page of text: a heading, columns of lines, perhaps a small picture. */
export const textPage: PaintKind = async (random, width, height) => {
  const isDark = random() < 0.25;
  const [ground, ink] = isDark
    ? ['#1b1d23', '#e8e8e8']
    : [pick(random, ['#ffffff', '#fbf7ea', '#eef3f7']), '#1a1a1a'];
  let body = `<rect width="100%" height="100%" fill="${ground}"/>`;
  body += letteringInBox(
    someWords(random, wholeBetween(random, 2, 4)),
    [width * 0.06, height * 0.05, width * 0.88, height * 0.1],
    random() < 0.5 ? ink : hsl(random() * 360, 70, 40),
    0.18,
  );
  const columns = wholeBetween(random, 1, 2);
  for (let column = 0; column < columns; column++) {
    const left = width * (0.06 + (column * 0.9) / columns);
    for (let y = height * 0.2; y < height * 0.95; y += height * 0.045) {
      if (random() < 0.1) continue;
      const share = between(random, 0.6, 1) / columns;
      body += letteringInBox(
        someWords(random, Math.ceil(5 / columns)),
        [left, y, width * 0.84 * share, height * 0.024],
        ink,
        0.13,
      );
    }
  }
  const page = await drawnSvg(width, height, body);
  if (random() < 0.4) return page;
  const inside = await pick(random, INSIDES)(
    random,
    Math.round(width * between(random, 0.3, 0.6)),
    Math.round(height * 0.35),
  );
  return laidOn(
    page,
    inside,
    Math.round(width * between(random, 0.05, 0.35)),
    Math.round(height * between(random, 0.25, 0.5)),
  );
};

/** A comic page or a poster, as the illustrations draw them. */
export const drawnPage: PaintKind = (random, width, height) => {
  const pen = pick(random, PENS)(random);
  const body = pick(random, [comicPage, poster])(pen, width, height);
  return drawnSvg(width, height, `<rect width="100%" height="100%" fill="${pen.paper}"/>${body}`);
};

/** Two photographs side by side or one above the other, as shops and tests of cameras show them. */
export const pair: PaintKind = async (random, width, height) => {
  const isBeside = random() < 0.6;
  const [wide, tall] = isBeside ? [Math.ceil(width / 2), height] : [width, Math.ceil(height / 2)];
  const first = await pick(random, INSIDES)(random, wide, tall);
  const second = await pick(random, INSIDES)(random, wide, tall);
  const sheet = await resized(first, width, height);
  return laidOn(
    laidOn(sheet, first, 0, 0),
    second,
    isBeside ? width - wide : 0,
    isBeside ? 0 : height - tall,
  );
};
