import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverse } from '../../src/check/verify/geometry/affine-transform.ts';
import type { BentMap } from '../../src/check/verify/geometry/bent.ts';
import { rectified } from '../../src/check/verify/geometry/rectified.ts';
import { tentativeMatches } from '../../src/check/verify/geometry/tentative.ts';
import type { GreyPixels } from '../../src/core/picture.ts';
import { WORDS } from '../../src/fingerprint/keypoints/descriptor.ts';
import { emptyKeypoints, type Keypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import {
  KEYPOINT_BUDGETS,
  keypointsOf,
  mirroredKeypoints,
} from '../../src/fingerprint/keypoints/keypoints.ts';
import { scene } from '../fingerprint/paint.ts';
import { expectSameBits, randomBytes, side } from './inputs.ts';
import { rectified as rectifiedByReference } from './reference/rectified.ts';
import { tentativeMatches as matchesByReference } from './reference/tentative.ts';

const pixelsOf = (width: number, height: number, seed: number): GreyPixels => ({
  width,
  height,
  data: randomBytes(seed, width * height),
});

function expectSamePicture(pixels: GreyPixels, map: BentMap, width: number, height: number): void {
  const own = rectified([pixels], map, width, height);
  const reference = rectifiedByReference([pixels], map, width, height);
  expect([own.width, own.height]).toEqual([reference.width, reference.height]);
  expectSameBits(own.data, reference.data);
}

const within = (most: number) => fc.double({ min: -most, max: most, noNaN: true });

describe('a picture laid as another one is the reference’s, to the bit', () => {
  it('by any map, of any sizes', () => {
    const numbers = fc.tuple(within(9), within(9), within(90), within(9), within(9), within(90));
    const squares = fc.oneof(
      fc.constant([0, 0, 0, 0, 0, 0] as const),
      fc.tuple(within(0.1), within(0.1), within(0.1), within(0.1), within(0.1), within(0.1)),
    );
    fc.assert(
      fc.property(side, side, fc.integer(), numbers, squares, (width, height, seed, affine, bend) => {
        const map: BentMap = { affine, squares: bend };
        expectSamePicture(pixelsOf(width, height, seed), map, height, width);
      }),
      { numRuns: 200 },
    );
  });

  it('of long pictures, one after the other', () => {
    const straight = (scale: number): BentMap => ({
      affine: inverse([1 / scale, 0.01, 3, -0.01, 1 / scale, 2]),
      squares: [0, 0, 0, 0, 0, 0],
    });
    const pictures = [
      pixelsOf(8000, 1, 1),
      pixelsOf(1, 8000, 2),
      pixelsOf(768, 512, 3),
      pixelsOf(8000, 9, 4),
    ];
    for (const scale of [0.3, 1, 1.4, 40]) {
      for (const pixels of pictures) expectSamePicture(pixels, straight(scale), 255, 131);
    }
    expectSamePicture(pictures[0], straight(1), 8000, 3);
  });
});

/** Keypoints of which many are near one another: each a few bits off one of some patterns. */
function crowded(seed: number, count: number, dark: number, patterns: number): Keypoints {
  const keypoints = emptyKeypoints(256, 200, count, dark);
  const bytes = randomBytes(seed, 16 * Math.max(1, count));
  const words = new Int32Array(randomBytes(99, patterns * WORDS * 4).buffer);
  for (let i = 0; i < count; i++) {
    const own = bytes.subarray(16 * i, 16 * i + 16);
    const pattern = (own[0] % patterns) * WORDS;
    keypoints.descriptors.set(words.subarray(pattern, pattern + WORDS), i * WORDS);
    for (let bit = 0; bit < own[1] % 60; bit++) {
      const turned = (own[2 + (bit % 11)] * 31 + bit * 7) & 255;
      keypoints.descriptors[i * WORDS + (turned >> 5)] ^= 1 << (turned & 31);
    }
    // Some in one place, so that they are no rivals.
    keypoints.x[i] = (own[13] % 16) / 16;
    keypoints.y[i] = (own[14] % 4) / 4;
  }
  return keypoints;
}

describe('matches are the reference’s', () => {
  const counts = fc
    .integer({ min: 0, max: 60 })
    .chain((count) => fc.tuple(fc.constant(count), fc.integer({ min: 0, max: count })));

  it('of any keypoints, of none, and of many that are alike', () => {
    let matched = 0;
    fc.assert(
      fc.property(
        counts,
        counts,
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        (query, row, seed, patterns) => {
          const [a, b] = [crowded(seed, ...query, patterns), crowded(seed + 1, ...row, patterns)];
          const matches = tentativeMatches(a, b);
          expect(matches).toEqual(matchesByReference(a, b));
          matched += matches.query.length;
        },
      ),
      { numRuns: 300 },
    );
    expect(matched).toBeGreaterThan(100);
  });

  it('of pictures', () => {
    const pictures = [scene(4, 256, 192), scene(4, 200, 150), scene(5, 300, 100)];
    const queries = pictures.map((picture) => keypointsOf(picture, KEYPOINT_BUDGETS.query));
    const rows = pictures.map((picture) => keypointsOf(picture, KEYPOINT_BUDGETS.row));
    for (const query of [...queries, ...queries.map(mirroredKeypoints)]) {
      for (const row of rows) expect(tentativeMatches(query, row)).toEqual(matchesByReference(query, row));
    }
    expect(tentativeMatches(queries[0], rows[0]).query.length).toBeGreaterThan(20);
  });

  it('of the most keypoints that a file of them can count', () => {
    const [query, row] = [crowded(1, 40, 20, 30_000), crowded(2, 65_535, 30_000, 30_000)];
    expect(tentativeMatches(query, row)).toEqual(matchesByReference(query, row));
  });
});
