import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { withoutWords } from '../../src/fingerprint/lettering/lettering.ts';
import { noise, plain, scene, waves } from './paint.ts';

type Colour = readonly [number, number, number];

/** Letters of two strokes each, beside one another: an L, of a picture's own pixels. */
function lettered(
  picture: RgbPicture,
  count: number,
  colour: Colour,
  { tall = 24, stroke = 4, gap = 10, left = 20, top = 30 } = {},
): RgbPicture {
  const data = picture.data.slice();
  const put = (x: number, y: number): void => data.set(colour, 3 * (y * picture.width + x));
  for (let n = 0; n < count; n++) {
    const from = left + n * (tall * 0.6 + gap);
    for (let y = 0; y < tall; y++) for (let x = 0; x < stroke; x++) put(Math.round(from) + x, top + y);
    for (let y = tall - stroke; y < tall; y++)
      for (let x = 0; x < tall * 0.6; x++) put(Math.round(from) + x, top + y);
  }
  return { ...picture, data };
}

/** The most that two pictures differ by, of 255, and in how many values by more than 40. */
function differenceOf(a: RgbPicture, b: RgbPicture): number {
  return a.data.reduce((count, value, i) => count + (Math.abs(value - b.data[i]) > 40 ? 1 : 0), 0);
}

describe('words over a picture', () => {
  const ground = plain(400, 300, [40, 60, 120]);

  it.each<[string, Colour]>([
    ['white', [255, 255, 255]],
    ['black', [10, 10, 10]],
    ['yellow', [255, 209, 102]],
    ['of the brightness of what they lie over', [90, 40, 60]],
  ])('are taken away, and leave no stroke: %s', (_, colour) => {
    const under = lettered(ground, 12, colour);
    const without = withoutWords(under)!;
    expect(differenceOf(under, ground)).toBeGreaterThan(2_000);
    expect(differenceOf(without, ground)).toBe(0);
  });

  it('are the ones that take most of it, where it has words of its own', () => {
    const own = lettered(ground, 12, [230, 230, 230], { tall: 12, stroke: 2, gap: 5, top: 200 });
    const without = withoutWords(lettered(own, 12, [250, 60, 40]))!;
    expect(differenceOf(without, own)).toBe(0);
  });

  it('are no words where fewer than five stand in a row, where they are specks, or of all heights', () => {
    expect(withoutWords(lettered(ground, 4, [255, 255, 255]))).toBeNull();
    expect(withoutWords(lettered(ground, 12, [255, 255, 255], { tall: 5, stroke: 1, gap: 3 }))).toBeNull();
    let steps = ground;
    for (let n = 0; n < 8; n++)
      steps = lettered(steps, 1, [255, 255, 255], { tall: 10 + 9 * n, left: 8 + 6 * n * n, top: 20 });
    expect(withoutWords(steps)).toBeNull();
  });

  it('are none in what has no words', () => {
    for (const picture of [ground, noise(1, 300, 200), scene(4, 400, 300), waves(400, 300)])
      expect(withoutWords(picture)).toBeNull();
  });

  it('are looked for in a picture of any size', () => {
    const sides = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(sides, sides, fc.integer(), (width, height, seed) => {
        const without = withoutWords(noise(seed, width, height));
        if (without !== null) expect([without.width, without.height]).toEqual([width, height]);
      }),
      { numRuns: 60 },
    );
  });
});
