import type { RgbPicture } from '../../../src/core/picture.ts';
import { between, randomFor, type Random } from '../../../src/core/random.ts';
import { asJpeg, asSharp } from '../../../src/calibrate/edits/raster.ts';
import { grain } from '../picture/tone.ts';
import { DISTRACTOR_KINDS, DRAWN_SETS, ILLUSTRATION_KINDS, type DrawnKind } from './registry.ts';

/** Distractor `number` of `seed`, a JPEG file; the kinds follow one another. */
export function drawDistractor(seed: number, number: number): Promise<Uint8Array> {
  return draw(DISTRACTOR_KINDS, randomFor(seed, 'distractor', number), number);
}

/** Illustration or line drawing `number` of `seed`, a JPEG file; the kinds follow one another. */
export function drawIllustration(seed: number, number: number): Promise<Uint8Array> {
  return draw(ILLUSTRATION_KINDS, randomFor(seed, 'illustration', number), number);
}

/**
 * Picture `number` of a set of `DRAWN_SETS`, a JPEG file of at most 800 pixels.
 * @throws Error that lists the sets there are
 */
export async function drawOfSet(name: string, seed: number, number: number): Promise<Uint8Array> {
  const set = DRAWN_SETS.find((known) => known.name === name);
  if (set) return asJpeg(asSharp(await set.draw(seed, number)), SET_QUALITY);
  throw new Error(
    `There is no set '${name}'. Known are ${DRAWN_SETS.map((known) => known.name).join(', ')}.`,
  );
}

/** As datasets hold larger pictures. */
const SET_QUALITY = 92;

/** One picture of a kind. */
export async function drawKind(kind: DrawnKind, random: Random): Promise<Uint8Array> {
  const [long, narrow] = [Math.round(between(random, 320, 400)), Math.round(between(random, 230, 310))];
  const picture =
    random() < 0.55 ? await kind.draw(random, long, narrow) : await kind.draw(random, narrow, long);
  return finished(picture, random);
}

function draw(kinds: readonly DrawnKind[], random: Random, number: number): Promise<Uint8Array> {
  return drawKind(kinds[number % kinds.length], random);
}

/** As a camera or a scanner leaves it: a little grain, and JPEG. Without it these pictures would be too easy. */
function finished(picture: RgbPicture, random: Random): Promise<Uint8Array> {
  const quality = Math.round(between(random, 78, 92));
  return asJpeg(asSharp(grain(picture, between(random, 2, 11), random)), quality);
}
