import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { resizeByVips } from '../../src/fingerprint/decode/large-resize.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { resizeBicubic, resizeCost } from '../../src/fingerprint/resize.ts';
import { crop, meanDifference, noise, plain, scene } from './paint.ts';

const side = fc.integer({ min: 1, max: 40 });
const seed = fc.integer();

/** The same filter by its definition: floating point, each result for itself, rounded after each axis. */
function byDefinition(picture: RgbPicture, width: number, height: number): RgbPicture {
  const narrowed = columnsByDefinition(picture, width);
  return orient(columnsByDefinition(orient(narrowed, 'transposed'), height), 'transposed');
}

function columnsByDefinition({ width: length, height, data: from }: RgbPicture, width: number): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  for (let x = 0; x < width; x++) {
    const centre = ((x + 0.5) * length) / width;
    const weights = Array.from({ length }, (_, i) => keys((i + 0.5 - centre) / Math.max(1, length / width)));
    const total = weights.reduce((a, b) => a + b);
    for (let y = 0; y < height; y++) {
      for (let c = 0; c < 3; c++) {
        const sum = weights.reduce((a, weight, i) => a + weight * from[(y * length + i) * 3 + c], 0);
        data[(y * width + x) * 3 + c] = Math.max(0, Math.min(255, Math.floor(sum / total + 0.5)));
      }
    }
  }
  return { width, height, data };
}

function keys(signed: number): number {
  const x = Math.abs(signed);
  if (x < 1) return 1.5 * x ** 3 - 2.5 * x ** 2 + 1;
  if (x < 2) return -0.5 * x ** 3 + 2.5 * x ** 2 - 4 * x + 2;
  return 0;
}

describe('resizeBicubic', () => {
  it('is the widened cubic filter: within two steps of its definition, everywhere', () => {
    fc.assert(
      fc.property(seed, side, side, side, side, (n, w, h, width, height) => {
        const picture = noise(n, w, h);
        const result = resizeBicubic(picture, width, height);
        const expected = byDefinition(picture, width, height);
        expect([result.width, result.height]).toEqual([width, height]);
        // A half that is rounded the other way after the first axis weighs up to 1.2 in the second.
        result.data.forEach((value, i) => expect(Math.abs(value - expected.data[i])).toBeLessThanOrEqual(2));
      }),
      { numRuns: 60 },
    );
  });

  it('leaves one colour one colour', () => {
    fc.assert(
      fc.property(fc.nat(255), side, side, side, side, (value, w, h, width, height) => {
        const result = resizeBicubic(plain(w, h, [value, 255 - value, 7]), width, height);
        expect(result).toEqual(plain(width, height, [value, 255 - value, 7]));
      }),
    );
  });

  it('changes nothing at the same size', () => {
    fc.assert(
      fc.property(seed, side, side, (n, w, h) => {
        const picture = noise(n, w, h);
        expect(resizeBicubic(picture, w, h)).toEqual(picture);
      }),
    );
  });

  it('computes a window as the whole would have it', () => {
    const sides = fc.integer({ min: 2, max: 50 });
    fc.assert(
      fc.property(seed, side, side, sides, sides, fc.gen(), (n, w, h, width, height, pick) => {
        const left = pick(fc.nat, width - 1);
        const top = pick(fc.nat, height - 1);
        const [right, bottom] = [1 + pick(fc.nat, width - left - 1), 1 + pick(fc.nat, height - top - 1)];
        const picture = noise(n, w, h);
        const window = { left, top, width: right, height: bottom };
        const whole = resizeBicubic(picture, width, height);
        expect(resizeBicubic(picture, width, height, window)).toEqual(crop(whole, left, top, right, bottom));
      }),
    );
  });
});

describe('resizeCost', () => {
  it('grows with what is wanted, and sees that a narrow window of a long strip is cheap', () => {
    const strip = noise(1, 10, 4000);
    const whole = resizeCost(strip, 224, 89_600, { left: 0, top: 0, width: 224, height: 89_600 });
    const middle = resizeCost(strip, 224, 89_600, { left: 0, top: 44_688, width: 224, height: 224 });
    expect(whole).toBeGreaterThan(100 * middle);
  });
});

describe('resizeByVips', () => {
  it('comes close to the exact resize when shrinking, window and all', async () => {
    const picture = scene(4, 600, 450);
    const window = { left: 20, top: 5, width: 100, height: 90 };
    const exact = resizeBicubic(picture, 140, 105, window);
    const fast = await resizeByVips(picture, 140, 105, window);
    expect(meanDifference(exact, fast)).toBeLessThan(0.5);
  });
});
