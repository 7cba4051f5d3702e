import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isPdqHash, pdqDistance } from '../../src/core/pdq-distance.ts';
import { ORIENTATIONS, type Orientation, type RgbPicture } from '../../src/core/picture.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { pdqHashes } from '../../src/fingerprint/pdq/pdq.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { hasShared, sharedPath } from '../helpers/shared.ts';
import { noise, plain, scene } from './paint.ts';

const hashOf = (picture: RgbPicture) => pdqHashes(picture).hashes['as-is'];

describe.skipIf(!hasShared)('pdqHashes of the reference pictures', () => {
  const expected = hasShared
    ? readFileSync(sharedPath('pdq/expected.csv'), 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',') as [file: string, hash: string, quality: string])
    : [];
  const read = async (file: string) =>
    (await decodePicture(readFileSync(sharedPath(`pdq/${file}`)), 64_000_000)).picture;

  it.each(expected)('%s is within 10 bits of the reference, at its quality', async (file, hash, quality) => {
    const picture = await read(file);
    const { hashes, quality: found } = pdqHashes(picture);
    // Smaller pictures are enlarged first, which the reference does not do.
    const allowed = Math.max(picture.width, picture.height) < 512 ? 10 : 2;
    expect(pdqDistance(hashes['as-is'], hash)).toBeLessThanOrEqual(allowed);
    expect(found).toBe(Number(quality));
  });

  it('knows the seven other files of the bridge from the first alone', async () => {
    // The reference turns anticlockwise and names a flip by the axis it flips around.
    const files: Record<string, Orientation> = {
      'bridge-1-original.jpg': 'as-is',
      'bridge-2-rotate-90.jpg': 'rotated-270',
      'bridge-3-rotate-180.jpg': 'rotated-180',
      'bridge-4-rotate-270.jpg': 'rotated-90',
      'bridge-5-flipx.jpg': 'flipped',
      'bridge-6-flipy.jpg': 'mirrored',
      'bridge-7-flip-plus-1.jpg': 'transposed',
      'bridge-8-flip-minus-1.jpg': 'transversed',
    };
    const { hashes } = pdqHashes(await read('bridge-1-original.jpg'));
    const bridges = expected.filter(([file]) => file in files);
    expect(bridges).toHaveLength(8);
    for (const [file, hash] of bridges) expect(pdqDistance(hashes[files[file]], hash)).toBeLessThanOrEqual(2);
  });
});

describe('pdqHashes', () => {
  it('hashes each orientation as if the picture had been laid so', () => {
    const size = fc.integer({ min: 70, max: 600 });
    fc.assert(
      fc.property(fc.integer(), size, size, (seed, width, height) => {
        const picture = scene(seed, width, height);
        const { hashes } = pdqHashes(picture);
        for (const orientation of ORIENTATIONS) {
          expect(isPdqHash(hashes[orientation])).toBe(true);
          // Sums in another order may tip a coefficient that equals the median but for rounding.
          expect(pdqDistance(hashes[orientation], hashOf(orient(picture, orientation)))).toBeLessThanOrEqual(
            2,
          );
        }
      }),
      { numRuns: 5 },
    );
  });

  it('hardly changes when a picture is made small', () => {
    for (let seed = 0; seed < 12; seed++) {
      const picture = scene(seed, 480, 320);
      const whole = hashOf(picture);
      for (const width of [336, 216, 120, 72]) {
        const small = resizeBicubic(picture, width, Math.round((width * 320) / 480));
        expect(pdqDistance(hashOf(small), whole)).toBeLessThanOrEqual(16);
      }
    }
  });

  it('tells the orientations of one picture apart', () => {
    expect(new Set(Object.values(pdqHashes(scene(21, 300, 200)).hashes)).size).toBe(8);
  });

  it('stays within 31 bits after resizing and JPEG, and far from other pictures', async () => {
    const picture = scene(22, 800, 600);
    const hash = hashOf(picture);
    const smaller = resizeBicubic(picture, 160, 120);
    expect(pdqDistance(hash, hashOf(smaller))).toBeLessThanOrEqual(16);
    const raw = { width: smaller.width, height: smaller.height, channels: 3 } as const;
    const jpeg = await sharp(smaller.data, { raw }).jpeg({ quality: 40 }).toBuffer();
    const { picture: again } = await decodePicture(jpeg, 1_000_000);
    expect(pdqDistance(hash, hashOf(again))).toBeLessThanOrEqual(31);
    for (let seed = 30; seed < 40; seed++) {
      expect(pdqDistance(hash, hashOf(scene(seed, 300, 225)))).toBeGreaterThan(70);
    }
  });

  it('has half of its bits set, up to one: they are split at the median', () => {
    const bits = pdqDistance(hashOf(noise(23, 200, 200)), '0'.repeat(64));
    expect(bits).toBe(128);
  });

  it.each([
    [1, 1],
    [3, 2],
    [64, 64],
    [700, 500],
  ])('gives a flat picture of %i × %i quality 0 and a well-formed hash', (width, height) => {
    const { hashes, quality } = pdqHashes(plain(width, height, [200, 100, 50]));
    expect(quality).toBe(0);
    for (const orientation of ORIENTATIONS) expect(isPdqHash(hashes[orientation])).toBe(true);
  });

  it('rates a busy picture at 100 and a faint one low', () => {
    const busy = scene(24, 400, 400);
    expect(pdqHashes(busy).quality).toBe(100);
    const faint = { ...busy, data: busy.data.map((value) => 120 + value / 64) };
    expect(pdqHashes(faint).quality).toBeLessThan(50);
  });
});
