import type { RgbPicture } from '../../../../src/core/picture.ts';
import { between, pick, randomFor, type Random } from '../../../../src/core/random.ts';
import { asSharp, pixelsOf } from '../../../../src/calibrate/edits/raster.ts';
import { drawnSvg, hsl } from '../../picture/svg.ts';
import { grain } from '../../picture/tone.ts';
import { streetOf, type Space, type Surface } from './street.ts';

const [WIDTH, HEIGHT] = [800, 600] as const;

/** Width of a picture's half at a distance of 1. */
const FIELD = 0.62;

/** Nothing nearer than this is drawn. */
const NEAREST = 0.6;

/** Where a view is taken from, and how far it looks to the right, in radians. */
interface Place {
  x: number;
  y: number;
  z: number;
  turn: number;
}

/**
 * View `number` of a street in perspective: an even number and the next one see one street from two places, so that
 * what is near moves against what is far, as in two photographs of one scene. No two are edits of one another.
 */
export async function view(seed: number, number: number): Promise<RgbPicture> {
  const scene = Math.floor(number / 2);
  const street = streetOf(randomFor(seed, 'street', scene));
  const random = randomFor(seed, 'view', number);
  const place = placeOf(random, number % 2 ? 1 : -1);
  const sky = randomFor(seed, 'sky', scene)() * 60 + 190;
  const far = street
    .map((surface) => ({ surface, corners: surface.corners.map((corner) => seenFrom(place, corner)) }))
    .filter(({ corners }) => corners.every(([, , depth]) => depth > NEAREST))
    .toSorted((a, b) => b.surface.order(place) - a.surface.order(place));
  const body = far.map(({ surface, corners }) => drawn(surface, corners)).join('');
  const ground = pick(random, ['#8f8a80', '#8f8a80', '#87837c']);
  const picture = await drawnSvg(
    WIDTH,
    HEIGHT,
    `<rect width="100%" height="100%" fill="${hsl(sky, 45, between(random, 76, 84))}"/>` +
      `<rect y="${HEIGHT * 0.5}" width="100%" height="50%" fill="${ground}"/>${body}`,
  );
  const lit = await pixelsOf(asSharp(picture).modulate({ brightness: between(random, 0.92, 1.08) }));
  return grain(lit, 3, random);
}

function placeOf(random: Random, side: number): Place {
  return {
    x: side * between(random, 0.35, 0.6),
    y: between(random, 1.5, 1.8),
    z: between(random, -0.6, 0.6),
    turn: -side * between(random, 0.01, 0.05),
  };
}

/** Place in the picture in pixels, and the depth before the camera. */
function seenFrom(place: Place, [x, y, z]: Space): Space {
  const [right, ahead] = [x - place.x, z - place.z];
  const [cos, sin] = [Math.cos(place.turn), Math.sin(place.turn)];
  const depth = ahead * cos + right * sin;
  const scale = WIDTH / 2 / FIELD / depth;
  return [WIDTH / 2 + (right * cos - ahead * sin) * scale, HEIGHT / 2 - (y - place.y) * scale, depth];
}

function drawn({ fill }: Surface, corners: readonly Space[]): string {
  const points = corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return `<polygon points="${points}" fill="${fill}"/>`;
}
