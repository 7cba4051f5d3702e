import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  areaAround,
  clippedTo,
  contains,
  convexHull,
  type Point,
  polygonArea,
  shrunk,
} from '../../src/check/verify/geometry/area.ts';
import { comparePictures, queryPicture } from '../../src/check/verify/geometry/compare.ts';
import { confirmed, relationOf } from '../../src/check/placed.ts';
import type { Geometry } from '../../src/api/geometry.ts';
import { ORIENTATIONS, type RgbPicture } from '../../src/core/picture.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { pasted } from '../fingerprint/figures.ts';
import { crop, noise, scene } from '../fingerprint/paint.ts';
import { sized } from '../helpers/size.ts';
import { queryOf, rowOf } from './compared.ts';

/** A query by as few keypoints as a row keeps. */
const smallQueryOf = (picture: RgbPicture) => queryPicture(rowOf(picture), queryPixels(picture));

function compare(query: RgbPicture, row: RgbPicture): Geometry | null {
  return confirmed(comparePictures(queryOf(query), rowOf(row)));
}

/** As much to see as in a picture that somebody worked on. */
const busy = (seed: number, width: number, height: number): RgbPicture =>
  scene(seed, width, height, 240, 0.07);

describe('the keypoints of two pictures', () => {
  it('match a picture with itself in all eight orientations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.constantFrom(...ORIENTATIONS), (seed, orientation) => {
        const picture = busy(seed, 320, 230);
        const geometry = compare(orient(picture, orientation), picture);
        expect(geometry?.inliers).toBeGreaterThan(30);
        expect(geometry?.scale).toBeCloseTo(1, 1);
        expect(geometry?.row.percent).toBeGreaterThan(60);
        const turnsOver = ['mirrored', 'flipped', 'transposed', 'transversed'].includes(orientation);
        expect(geometry?.mirrored).toBe(turnsOver);
      }),
      { numRuns: 16 },
    );
  });

  it('match a picture of the demo kinds of every size', () => {
    for (const width of [90, 200, 700]) {
      const picture = busy(5, 600, 450);
      const resized = resizeBicubic(picture, width, Math.round(width * 0.75));
      expect(compare(resized, picture)?.inliers).toBeGreaterThan(25);
    }
  });

  it('say which part of each picture the other shows', () => {
    const whole = busy(8, 400, 300);
    const part = crop(whole, 200, 0, 200, 150);
    const geometry = compare(part, whole);
    expect(geometry?.query.percent).toBeGreaterThan(55);
    expect(geometry?.row.percent).toBeGreaterThan(17);
    expect(geometry?.row.percent).toBeLessThan(26);
    // A length of 1 of its own longer side is half of the other's.
    expect(geometry?.scale).toBeCloseTo(0.5, 1);
    for (const [x, y] of geometry?.row.polygon ?? []) {
      expect(x).toBeGreaterThan(0.46);
      expect(y).toBeLessThan(0.57);
    }
  });

  it('say that all of a picture is in the other one, where it is', () => {
    const whole = busy(8, 400, 300);
    const wholes = (query: RgbPicture, row: RgbPicture) => {
      const geometry = compare(query, row);
      return geometry && [geometry.query.whole, geometry.row.whole];
    };
    expect(wholes(resizeBicubic(whole, 200, 150), whole)).toEqual([true, true]);
    expect(wholes(orient(whole, 'mirrored'), whole)).toEqual([true, true]);
    expect(wholes(crop(whole, 200, 0, 200, 150), whole)).toEqual([true, false]);
    expect(wholes(whole, crop(whole, 0, 100, 300, 200))).toEqual([false, true]);
    // Half of it is another picture: the frames lie on one another, and that half agrees on nothing.
    const half = pasted(whole, busy(9, 200, 300), 0, 0);
    expect(wholes(half, whole)).toEqual([false, false]);
    const corner = pasted(whole, busy(10, 140, 110), 260, 190);
    expect(wholes(corner, whole)).toEqual([false, false]);
  });

  it('say the same whichever picture is asked', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.double({ min: 0.6, max: 1, noNaN: true }),
        (seed, share) => {
          const whole = busy(seed, 320, 240);
          const part = crop(whole, 10, 10, Math.round(300 * share), Math.round(220 * share));
          const one = comparePictures(smallQueryOf(part), rowOf(whole));
          const other = comparePictures(smallQueryOf(whole), rowOf(part));
          expect(confirmed(one)).not.toBeNull();
          expect(confirmed(other)).not.toBeNull();
          expect((one as Geometry).scale * (other as Geometry).scale).toBeCloseTo(1, 1);
          expect(Math.abs((one as Geometry).row.percent - (other as Geometry).query.percent)).toBeLessThan(
            15,
          );
        },
      ),
      { numRuns: 12 },
    );
  });
});

/** Of 142 there are 10,011 pairs. */
const NOISES = sized(46, 142);

describe('pictures that have nothing in common', () => {
  it(`are never matched: every pair of ${NOISES} pictures of noise`, () => {
    const pictures = Array.from({ length: NOISES }, (_, seed) => noise(seed, 96, 72));
    const noises = pictures.map(rowOf);
    expect(noises[0].count).toBe(160);
    const queries = pictures.map(smallQueryOf);
    let pairs = 0;
    for (let i = 0; i < noises.length; i++) {
      for (let j = 0; j < i; j++, pairs++) {
        expect(relationOf(comparePictures(queries[i], noises[j]))).toBeNull();
      }
    }
    expect(pairs).toBe((NOISES * (NOISES - 1)) / 2);
  }, 180_000);

  describe('but for', () => {
    let first: RgbPicture;
    let second: RgbPicture;
    beforeAll(() => {
      first = busy(101, 240, 180);
      second = busy(202, 240, 180);
    });

    it('a frame are not taken for one', () => {
      const frame = busy(303, 320, 260);
      const [a, b] = [pasted(frame, first, 40, 40), pasted(frame, second, 40, 40)];
      const geometry = comparePictures(queryOf(a), rowOf(b));
      expect(geometry?.inliers).toBeGreaterThan(9);
      expect(relationOf(geometry)).not.toBe('same-picture');
      // The same picture in another frame is a part of both: of either more than half is another picture.
      expect(compare(pasted(busy(404, 320, 260), first, 40, 40), a)).not.toBeNull();
    });

    it('a logo in the corner are not taken for one', () => {
      const logo = resizeBicubic(scene(505, 90, 60), 40, 27);
      expect(compare(pasted(first, logo, 190, 146), pasted(second, logo, 190, 146))).toBeNull();
    });

    it('a texture that repeats are not taken for one', () => {
      const tile = scene(606, 24, 24);
      const tiled = (offset: number): RgbPicture => {
        let sheet = busy(1, 240, 168);
        for (let y = -offset; y < 168; y += 24) {
          for (let x = -offset; x < 240; x += 24) sheet = pasted(sheet, tile, x, y);
        }
        return sheet;
      };
      const a = pasted(tiled(0), crop(first, 0, 0, 100, 90), 60, 40);
      const b = pasted(tiled(7), crop(second, 0, 0, 100, 90), 90, 50);
      expect(compare(a, b)).toBeNull();
    });
  });
});

describe('areas', () => {
  const points = fc.array(
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
    { minLength: 1, maxLength: 30 },
  ) as fc.Arbitrary<Point[]>;

  it('hold their points, lie within the picture, and never exceed it', () => {
    fc.assert(
      fc.property(points, fc.double({ min: 0.001, max: 0.3, noNaN: true }), (given, radius) => {
        const { percent, polygon } = areaAround(given, radius, radius);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100 + 1e-9);
        expect(polygon.every(([x, y]) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true);
      }),
    );
  });

  it('have a hull that no point of theirs lies outside of', () => {
    fc.assert(
      fc.property(points, (given) => {
        const hull = convexHull(given);
        // Of a sliver rounding decides.
        if (polygonArea(hull) < 0.01) return;
        const grown = shrunk(hull, 1.0001);
        expect(given.every((point) => contains(grown, point))).toBe(true);
      }),
    );
  });

  it('are clipped to what lies in the rectangle', () => {
    const square: Point[] = [
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ];
    expect(polygonArea(clippedTo(square, 1, 1))).toBeCloseTo(0.25);
    expect(polygonArea(clippedTo(square, 0.25, 1))).toBeCloseTo(0.125);
    expect(
      clippedTo(
        [
          [2, 2],
          [3, 2],
          [3, 3],
        ],
        1,
        1,
      ),
    ).toEqual([]);
  });
});
