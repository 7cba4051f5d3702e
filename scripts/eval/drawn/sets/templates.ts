import type { RgbPicture } from '../../../../src/core/picture.ts';
import { between, pick, randomFor, wholeBetween, type Random } from '../../../../src/core/random.ts';
import { lettering, letteringInBox } from '../../picture/letters.ts';
import { someWords } from '../../../../src/calibrate/edits/letters.ts';
import { drawnSvg, hsl, short } from '../../picture/svg.ts';

/** The frame's own random numbers come first: they are the same in every picture of a template. */
type Template = (frame: Random, content: Random) => string;

const [WIDTH, HEIGHT] = [800, 600] as const;

/**
 * Picture `number` of three templates by turns: cards with a quotation, charts of one style, and screens of one
 * site. What is said, counted and shown differs, so that no two are edits of one another.
 */
export function template(seed: number, number: number): Promise<RgbPicture> {
  const draw = TEMPLATES[number % TEMPLATES.length];
  const frame = randomFor(seed, 'template', number % TEMPLATES.length);
  return drawnSvg(WIDTH, HEIGHT, draw(frame, randomFor(seed, 'template content', number)));
}

const TEMPLATES: readonly Template[] = [quoteCard, chart, sitePage];

function quoteCard(frame: Random, content: Random): string {
  const hue = frame() * 360;
  const line = (y: number): string =>
    letteringInBox(someWords(content, wholeBetween(content, 3, 6)), [120, y, 560, 46], '#ffffff', 0.16);
  let body =
    `<rect width="100%" height="100%" fill="${hsl(hue, 45, 24)}"/>` +
    `<rect x="36" y="36" width="728" height="528" fill="none" stroke="${hsl(hue + 40, 70, 70)}" stroke-width="6"/>` +
    `<path d="M80 80h60v50l-30 40h-24l20-40h-26z M160 80h60v50l-30 40h-24l20-40h-26z" fill="${hsl(hue + 40, 70, 70)}"/>`;
  for (let i = wholeBetween(content, 2, 4), y = 200; i > 0; i--, y += 72) body += line(y);
  return body + lettering(someWords(frame, 2), 560, 524, 16, hsl(hue + 40, 70, 70));
}

function chart(frame: Random, content: Random): string {
  const colours = Array.from({ length: 4 }, (_, i) => hsl(frame() * 30 + i * 90, 60, 52));
  const count = wholeBetween(content, 5, 11);
  let body =
    '<rect width="100%" height="100%" fill="#ffffff"/>' +
    lettering(someWords(content, wholeBetween(content, 3, 5)), 90, 36, 24, '#222831');
  for (let y = 110; y <= 510; y += 80) {
    body +=
      `<path d="M90 ${y}H760" stroke="#d5dae2" stroke-width="2"/>` +
      lettering(String((510 - y) / 8), 40, y - 8, 15, '#69728a');
  }
  for (let i = 0; i < count; i++) {
    const [tall, wide] = [between(content, 30, 390), 620 / count];
    const x = 110 + i * wide;
    body +=
      `<rect x="${short(x)}" y="${short(510 - tall)}" width="${short(wide * 0.7)}" height="${short(tall)}" fill="${colours[i % 4]}"/>` +
      letteringInBox(someWords(content, 1), [x, 524, wide * 0.7, 12], '#222831');
  }
  return body + `<path d="M90 90V510H760" fill="none" stroke="#222831" stroke-width="3"/>`;
}

function sitePage(frame: Random, content: Random): string {
  const hue = frame() * 360;
  let body =
    `<rect width="100%" height="100%" fill="#f7f8fa"/><rect width="100%" height="64" fill="${hsl(hue, 55, 38)}"/>` +
    lettering(someWords(frame, 2), 28, 22, 22, '#ffffff', 0.2);
  for (let x = 360; x < 700; x += 120) body += lettering(someWords(frame, 1), x, 26, 13, '#ffffff');
  body += '<rect x="24" y="92" width="170" height="470" fill="#e6e9ef"/>';
  for (let y = 116; y < 540; y += 38) body += lettering(someWords(frame, 2), 38, y, 10, '#444b57');
  body += lettering(someWords(content, 4), 224, 98, 24, '#1d2330');
  for (let i = 0, y = 150; y < 560; i++, y += 24) {
    if (i === 3) {
      body += picture(content, 224, y, 330, 150);
      y += 150;
    } else {
      body += lettering(someWords(content, wholeBetween(content, 4, 7)), 224, y, 11, '#39404d');
    }
  }
  return body;
}

/** Some shapes in a box: what a page shows beside its words. */
function picture(random: Random, x: number, y: number, width: number, height: number): string {
  let body = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${hsl(random() * 360, 50, 75)}"/>`;
  for (let i = 0; i < 9; i++) {
    const [left, top] = [x + random() * width * 0.8, y + random() * height * 0.7];
    const fill = hsl(random() * 360, 60, between(random, 25, 70));
    body += pick(random, [
      `<circle cx="${short(left + 20)}" cy="${short(top + 20)}" r="${short(between(random, 8, 24))}" fill="${fill}"/>`,
      `<rect x="${short(left)}" y="${short(top)}" width="${short(between(random, 15, 60))}" height="${short(between(random, 12, 44))}" fill="${fill}"/>`,
    ]);
  }
  return body;
}
