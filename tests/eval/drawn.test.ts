import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawDistractor, drawIllustration, drawKind } from '../../scripts/eval/drawn/draw.ts';
import { DISTRACTOR_KINDS, ILLUSTRATION_KINDS } from '../../scripts/eval/drawn/registry.ts';
import { randomFor } from '../../scripts/eval/picture/seeded.ts';

const KINDS = [...DISTRACTOR_KINDS, ...ILLUSTRATION_KINDS];

/** Where each of 16 × 16 cells is brighter than the mean: a coarse hash. */
async function coarse(bytes: Uint8Array): Promise<boolean[]> {
  const grey = await sharp(bytes).resize(16, 16, { fit: 'fill' }).greyscale().raw().toBuffer();
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  return [...grey].map((value) => value > mean);
}

function cellsApart(a: readonly boolean[], b: readonly boolean[]): number {
  return a.filter((cell, i) => cell !== b[i]).length;
}

it('every kind has a name of its own', () => {
  expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  expect(DISTRACTOR_KINDS.length).toBeGreaterThanOrEqual(10);
  expect(ILLUSTRATION_KINDS.length).toBeGreaterThanOrEqual(20);
});

describe.each(KINDS)('the kind $name', (kind) => {
  it('draws pictures of detail, the same from the same random numbers', async () => {
    const drawn = await drawKind(kind, randomFor(1, kind.name));
    const again = await drawKind(kind, randomFor(1, kind.name));
    expect(Buffer.from(drawn).equals(Buffer.from(again))).toBe(true);

    const { width, height, format } = await sharp(drawn).metadata();
    expect(format).toBe('jpeg');
    expect(Math.max(width, height)).toBeLessThanOrEqual(400);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(200);
    const { channels, sharpness } = await sharp(drawn).stats();
    expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(8);
    expect(sharpness).toBeGreaterThan(0.5);
  });
});

it.each([
  ['distractors', drawDistractor],
  ['illustrations', drawIllustration],
] as const)('no two %s of a seed are alike, nor the same number of another seed', async (_, draw) => {
  const numbers = Array.from({ length: 45 }, (_each, number) => number);
  const drawn = await Promise.all(numbers.map((number) => draw(7, number)));
  drawn.push(await draw(8, 0));
  const hashes = await Promise.all(drawn.map(coarse));
  for (let i = 0; i < hashes.length; i++) {
    for (let j = 0; j < i; j++) expect(cellsApart(hashes[i], hashes[j]), `${i} and ${j}`).toBeGreaterThan(8);
  }
});

it('draws a number alone as it draws it among others', async () => {
  const [alone, among] = [
    await drawDistractor(3, 11),
    await Promise.all([10, 11, 12].map((n) => drawDistractor(3, n))),
  ];
  expect(Buffer.from(among[1]).equals(Buffer.from(alone))).toBe(true);
});
