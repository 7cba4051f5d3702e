import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawDistractor, drawIllustration, drawKind, drawOfSet } from '../../scripts/eval/drawn/draw.ts';
import { DISTRACTOR_KINDS, DRAWN_SETS, ILLUSTRATION_KINDS } from '../../scripts/eval/drawn/registry.ts';
import { randomFor } from '../../src/core/random.ts';

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

describe.each(DRAWN_SETS)('the set of $name', ({ name }) => {
  it('draws pictures that share something and are none the same, each alone as among others', async () => {
    const drawn = await Promise.all([0, 1, 2, 3, 4, 5].map((number) => drawOfSet(name, 2, number)));
    expect(Buffer.from(await drawOfSet(name, 2, 3)).equals(Buffer.from(drawn[3]))).toBe(true);
    expect(Buffer.from(await drawOfSet(name, 3, 3)).equals(Buffer.from(drawn[3]))).toBe(false);
    const small = await Promise.all(
      drawn.map((bytes) => sharp(bytes).resize(64, 64, { fit: 'fill' }).greyscale().raw().toBuffer()),
    );
    for (const [i, bytes] of drawn.entries()) {
      const { width, height, format } = await sharp(bytes).metadata();
      expect(format).toBe('jpeg');
      expect(Math.max(width, height)).toBeLessThanOrEqual(800);
      for (let j = 0; j < i; j++) {
        const apart = small[i].filter((value, at) => Math.abs(value - small[j][at]) > 24).length;
        expect(apart, `${i} and ${j}`).toBeGreaterThan(64 * 64 * 0.01);
      }
    }
  });
});

it('names the sets there are for a wrong one', async () => {
  await expect(drawOfSet('cats', 1, 0)).rejects.toThrow(/'cats'.*figures, templates, logos, views/);
});
