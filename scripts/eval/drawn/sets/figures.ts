import type { RgbPicture } from '../../../../src/core/picture.ts';
import { between, pick, randomFor, wholeBetween, type Random } from '../../../../src/core/random.ts';
import { drawnSvg, hsl, short } from '../../picture/svg.ts';

/** What one character looks like, whatever it does. */
interface Character {
  fur: string;
  belly: string;
  ink: string;
  /** Share of the body's width. */
  eye: number;
  ears: 'round' | 'pointed';
  spots: readonly (readonly [x: number, y: number, radius: number])[];
  teeth: number;
}

const SIDE = 720;

/**
 * Picture `number` of one character by one hand: always the same head, body and spots, in another pose, with other
 * things and another companion, on another ground. No two are edits of one another.
 */
export function figure(seed: number, number: number): Promise<RgbPicture> {
  const hero = characterOf(randomFor(seed, 'figure'));
  const random = randomFor(seed, 'figure', number);
  const ground = pick(random, ['#ffffff', '#ffffff', hsl(random() * 360, 45, 90)]);
  const size = between(random, 190, 290);
  const x = between(random, 0.32, 0.68) * SIDE;
  let body = `<rect width="100%" height="100%" fill="${ground}"/>`;
  for (let i = wholeBetween(random, 0, 3); i > 0; i--)
    body += thing(random, random() * SIDE, random() * SIDE);
  if (random() < 0.5) {
    const other = characterOf(randomFor(seed, 'companion', number));
    body += posed(other, random, x < SIDE / 2 ? SIDE * 0.8 : SIDE * 0.2, SIDE * 0.72, size * 0.6);
  }
  body += posed(hero, random, x, between(random, 0.5, 0.62) * SIDE, size);
  for (let i = wholeBetween(random, 1, 4); i > 0; i--) {
    body += thing(random, random() * SIDE, between(random, 0.6, 1) * SIDE);
  }
  return drawnSvg(SIDE, SIDE, body);
}

function characterOf(random: Random): Character {
  const hue = random() * 360;
  return {
    fur: hsl(hue, between(random, 40, 75), between(random, 50, 70)),
    belly: hsl(hue + 30, 45, 88),
    ink: '#1c1a22',
    eye: between(random, 0.17, 0.23),
    ears: pick(random, ['round', 'pointed']),
    spots: Array.from(
      { length: 5 },
      () => [between(random, -0.32, 0.32), between(random, 0.1, 0.7), between(random, 0.03, 0.07)] as const,
    ),
    teeth: wholeBetween(random, 1, 2),
  };
}

/** The character with its middle at `x`, `y`, `size` wide, in a pose of its own. */
function posed(who: Character, random: Random, x: number, y: number, size: number): string {
  const stroke = `stroke="${who.ink}" stroke-width="0.022" stroke-linecap="round" stroke-linejoin="round"`;
  const limb = (fromX: number, fromY: number, turn: number, long: number): string => {
    const bend = turn + between(random, -0.9, 0.9);
    const [elbowX, elbowY] = [fromX + Math.cos(turn) * long, fromY + Math.sin(turn) * long];
    const path = `M${fromX.toFixed(3)} ${fromY.toFixed(3)}L${elbowX.toFixed(3)} ${elbowY.toFixed(3)}L${(elbowX + Math.cos(bend) * long).toFixed(3)} ${(elbowY + Math.sin(bend) * long).toFixed(3)}`;
    return (
      `<path d="${path}" fill="none" stroke="${who.ink}" stroke-width="0.15" stroke-linecap="round" stroke-linejoin="round"/>` +
      `<path d="${path}" fill="none" stroke="${who.fur}" stroke-width="0.11" stroke-linecap="round" stroke-linejoin="round"/>`
    );
  };
  const ear = (sign: number): string =>
    who.ears === 'round'
      ? `<circle cx="${0.36 * sign}" cy="-0.78" r="0.13" fill="${who.fur}" ${stroke}/>`
      : `<path d="M${0.18 * sign} -0.72L${0.42 * sign} -1.05L${0.46 * sign} -0.55Z" fill="${who.fur}" ${stroke}/>`;
  const look = [between(random, -0.06, 0.06), between(random, -0.06, 0.06)] as const;
  const eye = (sign: number): string =>
    `<circle cx="${0.22 * sign}" cy="-0.5" r="${who.eye}" fill="#ffffff" ${stroke}/>` +
    `<circle cx="${(0.22 * sign + look[0]).toFixed(3)}" cy="${(-0.5 + look[1]).toFixed(3)}" r="0.075" fill="${who.ink}"/>`;
  const spots = who.spots.map(
    ([left, top, radius]) =>
      `<circle cx="${left.toFixed(3)}" cy="${top.toFixed(3)}" r="${radius.toFixed(3)}" fill="${who.ink}" fill-opacity="0.35"/>`,
  );
  const teeth = `<rect x="${-0.05 * who.teeth}" y="-0.2" width="${0.1 * who.teeth}" height="0.14" fill="#ffffff" ${stroke}/>`;
  const arms =
    limb(-0.42, 0, between(random, 1.6, 4.4), 0.3) + limb(0.42, 0, between(random, -1.2, 1.5), 0.3);
  const legs =
    limb(-0.2, 0.85, between(random, 1.2, 2.4), 0.22) + limb(0.2, 0.85, between(random, 0.7, 1.9), 0.22);
  return (
    `<g transform="translate(${short(x)} ${short(y)}) rotate(${short(between(random, -14, 14))}) scale(${short(size)})">` +
    `${legs}${arms}${ear(-1)}${ear(1)}` +
    `<path d="M-0.5 -0.3C-0.5 -1.1 0.5 -1.1 0.5 -0.3L0.52 0.6C0.5 1.05 -0.5 1.05 -0.52 0.6Z" fill="${who.fur}" ${stroke}/>` +
    `<ellipse cx="0" cy="0.45" rx="0.36" ry="0.42" fill="${who.belly}"/>${spots.join('')}` +
    `${eye(-1)}${eye(1)}<ellipse cx="0" cy="-0.3" rx="0.09" ry="0.06" fill="${who.ink}"/>${teeth}</g>`
  );
}

/** Something that stands about or is held: a box, a ball, a plant, a cup. */
function thing(random: Random, x: number, y: number): string {
  const [size, fill] = [between(random, 30, 90), hsl(random() * 360, 60, between(random, 40, 75))];
  const stroke = `fill="${fill}" stroke="#1c1a22" stroke-width="4"`;
  const corners = Array.from({ length: wholeBetween(random, 3, 8) }, (_, i) => {
    const turn = i * 0.8 + between(random, -0.3, 0.3);
    return `${short(x + Math.cos(turn) * size)},${short(y + Math.sin(turn) * size)}`;
  });
  return pick(random, [
    `<rect x="${short(x)}" y="${short(y)}" width="${short(size * between(random, 0.7, 1.6))}" height="${short(size)}" rx="6" ${stroke}/>`,
    `<circle cx="${short(x)}" cy="${short(y)}" r="${short(size / 2)}" ${stroke}/>`,
    `<polygon points="${corners.join(' ')}" ${stroke}/>`,
  ]);
}
