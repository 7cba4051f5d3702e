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

/** A picture with shapes laid over it, saved as a picture of the web is. */
async function under(picture: RgbPicture, shapes: string, quality = 85): Promise<RgbPicture> {
  const { width, height, data } = picture;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .jpeg({ quality })
    .toBuffer();
  return { width, height, data: new Uint8Array(await sharp(file).raw().toBuffer()) };
}

describe('what something plain was laid over', () => {
  it.each([
    ['a black bar across', '<rect y="60" width="400" height="24" fill="#111"/>', 0, 60 / 300, 1, 24 / 300],
    [
      'a white one, upright',
      '<rect x="150" width="30" height="300" fill="#fff"/>',
      150 / 400,
      0,
      30 / 400,
      1,
    ],
    [
      'a box over a face',
      '<rect x="120" y="90" width="70" height="40" fill="#06d6a0"/>',
      0.3,
      0.3,
      0.175,
      40 / 300,
    ],
    [
      'a bar of one brightness with the picture',
      '<rect y="200" width="400" height="26" fill="#b0506c"/>',
      0,
      2 / 3,
      1,
      26 / 300,
    ],
  ])('is found under %s', async (_, shape, left, top, width, height) => {
    for (const quality of [92, 60]) {
      const [patch, ...others] = patchesOf(await under(await stains(7), shape, quality));
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
      await under(await stains(3), '<circle cx="200" cy="150" r="50" fill="#ffd166"/>'),
    );
    expect(patch.isRound).toBe(true);
    expect(Math.abs(patch.left + patch.width / 2 - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(patch.top + patch.height / 2 - 0.5)).toBeLessThan(0.01);
  });

  it('is found under each of three', async () => {
    const bars = [30, 130, 230].map(
      (y, i) => `<rect y="${y}" width="400" height="26" fill="${['#111', '#fff', '#e63946'][i]}"/>`,
    );
    expect(patchesOf(await under(await stains(9), bars.join('')))).toHaveLength(3);
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
    const fall =
      '<defs><linearGradient id="a" x2="0" y2="1"><stop stop-color="#36c"/><stop offset="1" stop-color="#bdf"/></linearGradient></defs>';
    const sky = await under(await stains(5), `${fall}<rect width="400" height="140" fill="url(#a)"/>`);
    expect(patchesOf(sky)).toEqual([]);
    const framed =
      '<rect x="20" y="20" width="360" height="260" fill="none" stroke="#fff" stroke-width="40"/>';
    expect(patchesOf(await under(await stains(5), framed))).toEqual([]);
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
