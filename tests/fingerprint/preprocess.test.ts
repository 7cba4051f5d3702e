import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PreprocessingProfile } from '../../src/core/model-card.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { fileHashes } from '../../src/fingerprint/hashes.ts';
import { modelInput } from '../../src/fingerprint/embedding/preprocess.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { crop, meanDifference, noise, plain, scene, waves } from './paint.ts';

function profile(fit: PreprocessingProfile['fit'], size: number, padTo?: number): PreprocessingProfile {
  return { size, fit, padTo, mean: [0, 0, 0], std: [1, 1, 1] };
}

describe.skipIf(!hasShared).each([
  ['models/tiny-clip', profile('shortest-edge-crop', 224)],
  ['pocket', profile('squeeze', 128)],
] as const)('modelInput for %s', (model, itsProfile) => {
  const reference = hasShared
    ? (JSON.parse(readFileSync(sharedPath(`${model}/reference.json`), 'utf8')) as Record<
        string,
        { pixelsSha256: string }
      >)
    : {};

  it.each(Object.keys(reference))('gives the very pixels of Pillow for %s', async (name) => {
    const { picture } = await decodePicture(readFileSync(sharedPath(name)), 64_000_000);
    const input = await modelInput(picture, itsProfile);
    expect(fileHashes(input.data).sha256).toBe(reference[name].pixelsSha256);
  });
});

describe('modelInput', () => {
  it('is a square of the asked size, for every fit and shape', async () => {
    const fit = fc.constantFrom('squeeze', 'shortest-edge-crop', 'pad-white-crop' as const);
    const side = fc.integer({ min: 1, max: 120 });
    await fc.assert(
      fc.asyncProperty(fit, side, side, async (how, width, height) => {
        const input = await modelInput(noise(1, width, height), profile(how, 32, 40));
        expect([input.width, input.height, input.data.length]).toEqual([32, 32, 32 * 32 * 3]);
      }),
    );
  });

  it.each([
    [1, 65_535],
    [65_535, 1],
  ])('survives a strip of %i × %i', async (width, height) => {
    const strip = plain(width, height, [9, 99, 199]);
    for (const fit of ['squeeze', 'shortest-edge-crop'] as const) {
      expect(await modelInput(strip, profile(fit, 16))).toEqual(plain(16, 16, [9, 99, 199]));
    }
  });

  it('squeezes both sides', async () => {
    const picture = scene(5, 120, 60);
    expect(await modelInput(picture, profile('squeeze', 48))).toEqual(resizeBicubic(picture, 48, 48));
  });

  it('floors the long side, and centres the crop with halves rounded to even', async () => {
    // 50 × 33 at size 20: the long side is floor(20 × 50 / 33) = 30, the crop starts at 5.
    const wide = scene(6, 50, 33);
    const whole = resizeBicubic(wide, 30, 20);
    expect(await modelInput(wide, profile('shortest-edge-crop', 20))).toEqual(crop(whole, 5, 0, 20, 20));
    // 33 × 56: floor(33.9) = 33, so 6.5 rows are left over above: 6.
    const tall = scene(7, 33, 56);
    const tallWhole = resizeBicubic(tall, 20, 33);
    expect(await modelInput(tall, profile('shortest-edge-crop', 20))).toEqual(crop(tallWhole, 0, 6, 20, 20));
    // 33 × 58: floor(35.2) = 35, and 7.5 becomes 8.
    const taller = scene(8, 33, 58);
    const tallerWhole = resizeBicubic(taller, 20, 35);
    expect(await modelInput(taller, profile('shortest-edge-crop', 20))).toEqual(
      crop(tallerWhole, 0, 8, 20, 20),
    );
  });

  it('pads with white around the whole picture, the odd pixel below', async () => {
    const padded = await modelInput(plain(80, 30, [10, 20, 30]), profile('pad-white-crop', 40, 40));
    // 40 × 15 lies at row 12 of 40: 12 white rows above, 13 below.
    const white = [255, 255, 255];
    const rows = Array.from({ length: 40 }, (_, y) => [...padded.data.subarray(y * 120, y * 120 + 3)]);
    expect(rows.slice(0, 12)).toEqual(Array(12).fill(white));
    expect(rows.slice(12, 27)).toEqual(Array(15).fill([10, 20, 30]));
    expect(rows.slice(27)).toEqual(Array(13).fill(white));
  });

  it('stays close to the exact arithmetic where the picture is too large for it', async () => {
    const picture = waves(1700, 1600);
    const input = await modelInput(picture, profile('squeeze', 128));
    expect(meanDifference(input, resizeBicubic(picture, 128, 128))).toBeLessThan(1);
  });
});
