import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import {
  KEYPOINT_BUDGETS,
  keypointsOf,
  mirroredKeypoints,
  pictureKeypoints,
} from '../../src/fingerprint/keypoints/keypoints.ts';
import {
  readKeypoints,
  type Keypoints,
  writeKeypoints,
} from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { noise, plain, scene, waves } from './paint.ts';

const WORDS = 8;

/** Bits in which descriptor `i` of one differs from descriptor `j` of the other. */
function bits(a: Keypoints, i: number, b: Keypoints, j: number): number {
  let sum = 0;
  for (let word = 0; word < WORDS; word++) {
    for (let rest = a.descriptors[i * WORDS + word] ^ b.descriptors[j * WORDS + word]; rest; rest &= rest - 1)
      sum++;
  }
  return sum;
}

/** Of one picture's keypoints, how many stand at the same place, in the same size, in the other; and their bits. */
function shared(a: Keypoints, b: Keypoints): { count: number; meanBits: number } {
  const found: number[] = [];
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      const isNear = Math.hypot(a.x[i] - b.x[j], a.y[i] - b.y[j]) < 0.008;
      if (!isNear || Math.abs(Math.log2(a.sigma[i] / b.sigma[j])) > 0.3) continue;
      found.push(bits(a, i, b, j));
      break;
    }
  }
  return { count: found.length, meanBits: found.reduce((sum, one) => sum + one, 0) / found.length };
}

/** How far keypoints that look nearly the same lie from one another across, in pixels: those of a size that is asked for. */
function offsOf(known: Keypoints, seen: Keypoints, isAskedFor: (sigma: number) => boolean): number[] {
  return Array.from({ length: known.count }, (_, i) => i)
    .filter((i) => isAskedFor(known.sigma[i]))
    .flatMap((i) =>
      Array.from({ length: seen.count }, (_, j) => j)
        .filter((j) => bits(known, i, seen, j) < 25)
        .map((j) => (known.x[i] - seen.x[j]) * known.width)
        .filter((off) => Math.abs(off) < 6),
    );
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

describe('keypoints', () => {
  const picture = scene(3, 300, 220, 240, 0.07);

  it('are the same for the same picture, and as many as the budget allows', () => {
    const found = keypointsOf(picture, KEYPOINT_BUDGETS.query);
    expect(found).toEqual(keypointsOf(picture, KEYPOINT_BUDGETS.query));
    expect(found.count).toBeGreaterThan(80);
    expect(keypointsOf(picture, { most: 25, directions: 1, mostOfPart: 0 }).count).toBe(25);
  });

  it('lie at the same places of a picture of another size, and look alike there', () => {
    const small = resizeBicubic(picture, 150, 110);
    const { count, meanBits } = shared(
      keypointsOf(small, KEYPOINT_BUDGETS.row),
      keypointsOf(picture, KEYPOINT_BUDGETS.query),
    );
    expect(count).toBeGreaterThan(40);
    expect(meanBits).toBeLessThan(60);
  });

  it('of the mirrored picture are known without looking at it', () => {
    const known = mirroredKeypoints(keypointsOf(picture, KEYPOINT_BUDGETS.row));
    const { count, meanBits } = shared(known, keypointsOf(orient(picture, 'mirrored'), KEYPOINT_BUDGETS.row));
    expect(count).toBeGreaterThan(0.6 * known.count);
    expect(meanBits).toBeLessThan(30);
  });

  it.each([
    ['fine', 1, 2.9],
    ['middle', 3.2, 5.7],
    ['coarse', 6.5, 40],
  ])(
    'of mirrored pictures lie where they are known to lie, over many pictures to a quarter of a pixel: %s',
    (_, least, most) => {
      const offs = Array.from({ length: 24 }, (_, seed) => {
        const own = scene(seed, 120 + ((seed * 29) % 137), 180, 200);
        const known = mirroredKeypoints(keypointsOf(own, KEYPOINT_BUDGETS.row));
        const seen = keypointsOf(orient(own, 'mirrored'), KEYPOINT_BUDGETS.row);
        return offsOf(known, seen, (sigma) => sigma >= least && sigma < most);
      }).flat();
      expect(offs.length).toBeGreaterThan(40);
      expect(Math.abs(middleOf(offs))).toBeLessThan(0.25);
    },
  );

  it('of a mirrored picture, mirrored again, are the picture’s own', () => {
    const own = keypointsOf(picture, KEYPOINT_BUDGETS.row);
    const twice = mirroredKeypoints(mirroredKeypoints(own));
    expect(twice.descriptors).toEqual(own.descriptors);
    twice.direction.forEach((direction, i) =>
      expect(Math.cos(direction - own.direction[i])).toBeCloseTo(1, 5),
    );
  });

  it.each([
    ['a flat picture', plain(200, 100, [90, 90, 90])],
    ['a single pixel', plain(1, 1, [1, 2, 3])],
    ['a line of pixels', noise(1, 4000, 1)],
  ])('are none in %s, without an error', (_, flat) => {
    expect(keypointsOf(flat, KEYPOINT_BUDGETS.row).count).toBe(0);
  });
});

describe('a signature', () => {
  it('takes 2 KB more than 6,090 bytes at most for a row', () => {
    for (const picture of [noise(1, 640, 480), waves(640, 480), scene(1, 640, 480)]) {
      expect(pictureKeypoints(picture, KEYPOINT_BUDGETS.row).length).toBeLessThanOrEqual(
        20 + 160 * 39 + 49 * 33,
      );
    }
  });

  it('is read as it was written, to a hundredth of the range', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 40, max: 400 }), (seed, width) => {
        const written = keypointsOf(scene(seed, width, 120), { most: 30, directions: 1, mostOfPart: 0 });
        const read = readKeypoints(writeKeypoints(written));
        expect(read).toMatchObject({ count: written.count, dark: written.dark, width: written.width });
        expect(read.descriptors).toEqual(written.descriptors);
        for (let i = 0; i < read.count; i++) {
          expect(Math.abs(read.x[i] - written.x[i])).toBeLessThan(1e-4);
          expect(Math.abs(Math.log2(read.sigma[i] / written.sigma[i]))).toBeLessThan(0.02);
          expect(Math.cos(read.direction[i] - written.direction[i])).toBeGreaterThan(0.9996);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is refused for any other bytes, never misread', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          const { count, dark, grid } = readKeypoints(bytes);
          const header = bytes[0] === 1 ? 10 : 20;
          const each = bytes[0] === 1 ? 38 : 39;
          expect(bytes.length).toBe(header + each * count + 33 * grid.columns * grid.rows);
          expect(dark).toBeLessThanOrEqual(count);
        } catch (error) {
          expect((error as TrainspotError).code).toBe('signature-invalid');
        }
      }),
    );
  });
});
