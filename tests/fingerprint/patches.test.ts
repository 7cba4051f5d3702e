import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { noise, plain, scene } from './paint.ts';

const patchesOf = (picture: RgbPicture) => queryPixels(picture).patches;

/** Soft stains, as of a photograph: plain nowhere. */
async function stains(seed: number, width = 400, height = 300): Promise<RgbPicture> {
  const { data } = noise(seed, width, height);
  const soft = sharp(data, { raw: { width, height, channels: 3 } })
    .blur(3)
    .normalise();
  return { width, height, data: new Uint8Array(await soft.raw().toBuffer()) };
}

type Colour = readonly [number, number, number];

/** Of what colour a picture is at a place, in pixels; null where it is as it was. */
type Shape = (x: number, y: number) => Colour | null;

const rectangle =
  (left: number, top: number, width: number, height: number, colour: Colour): Shape =>
  (x, y) =>
    x >= left && y >= top && x < left + width && y < top + height ? colour : null;

/** A picture with shapes laid over it, saved as a picture of the web is. */
async function under(picture: RgbPicture, shapes: readonly Shape[], quality = 85): Promise<RgbPicture> {
  const { width, height } = picture;
  const data = picture.data.slice();
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      for (const shape of shapes) data.set(shape(x, y) ?? data.subarray(at, at + 3), at);
    }
  }
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return { width, height, data: new Uint8Array(await sharp(file).raw().toBuffer()) };
}

describe('what something plain was laid over', () => {
  it.each([
    ['a black bar across', rectangle(0, 60, 400, 24, [17, 17, 17]), 0, 60 / 300, 1, 24 / 300],
    ['a white one, upright', rectangle(150, 0, 30, 300, [255, 255, 255]), 150 / 400, 0, 30 / 400, 1],
    ['a box over a face', rectangle(120, 90, 70, 40, [6, 214, 160]), 0.3, 0.3, 0.175, 40 / 300],
    [
      'a bar of one brightness with the picture',
      rectangle(0, 200, 400, 26, [176, 80, 108]),
      0,
      2 / 3,
      1,
      26 / 300,
    ],
  ])('is found under %s', async (_, shape, left, top, width, height) => {
    for (const quality of [92, 60]) {
      const [patch, ...others] = patchesOf(await under(await stains(7), [shape], quality));
      expect(others).toEqual([]);
      expect(patch.isRound).toBe(false);
      expect(Math.abs(patch.left - left)).toBeLessThan(0.015);
      expect(Math.abs(patch.top - top)).toBeLessThan(0.02);
      expect(Math.abs(patch.width - width)).toBeLessThan(0.03);
      expect(Math.abs(patch.height - height)).toBeLessThan(0.04);
    }
  });

  it('is found under a disc, which is round', async () => {
    const [patch] = patchesOf(
      await under(await stains(3), [
        (x, y) => (Math.hypot(x - 199.5, y - 149.5) <= 50 ? [255, 209, 102] : null),
      ]),
    );
    expect(patch.isRound).toBe(true);
    expect(Math.abs(patch.left + patch.width / 2 - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(patch.top + patch.height / 2 - 0.5)).toBeLessThan(0.01);
  });

  it('is found under each of three', async () => {
    const colours: readonly Colour[] = [
      [17, 17, 17],
      [255, 255, 255],
      [230, 57, 70],
    ];
    const bars = colours.map((colour, i) => rectangle(0, 30 + 100 * i, 400, 26, colour));
    expect(patchesOf(await under(await stains(9), bars))).toHaveLength(3);
  });

  it.each<[string, RgbPicture]>([
    ['a picture of one colour', plain(300, 200, [40, 90, 160])],
    ['noise', noise(4, 300, 200)],
    ['a row of pixels', noise(2, 400, 1)],
    ['a column', noise(2, 1, 400)],
    ['a single pixel', plain(1, 1, [9, 9, 9])],
  ])('is nothing of %s', (_, picture) => {
    expect(patchesOf(picture)).toEqual([]);
  });

  it('is nothing of a sky that falls off, nor of what a margin goes around', async () => {
    const falls: Shape = (_, y) => (y < 140 ? [51 + y, 102 + y / 2, 204 + y / 3] : null);
    const sky = await under(await stains(5), [falls]);
    expect(patchesOf(sky)).toEqual([]);
    const margin: Shape = (x, y) => (Math.min(x, y, 399 - x, 299 - y) < 40 ? [255, 255, 255] : null);
    expect(patchesOf(await under(await stains(5), [margin]))).toEqual([]);
  });

  it('lies within the picture, whatever the picture', () => {
    const sides = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 0, max: 99 }), (width, height, seed) => {
        for (const patch of patchesOf(scene(seed, width, height, 3, 0.8))) {
          expect(Math.min(patch.left, patch.top)).toBeGreaterThanOrEqual(0);
          expect(patch.width * patch.height).toBeGreaterThan(0);
          expect(patch.left + patch.width).toBeLessThanOrEqual(1 + 1e-9);
          expect(patch.top + patch.height).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });
});
