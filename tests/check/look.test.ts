import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inverse, moved, type AffineTransform } from '../../src/check/verify/geometry/affine-transform.ts';
import type { Point } from '../../src/check/verify/geometry/area.ts';
import { bentBack, bentPoint, type BentMap } from '../../src/check/verify/geometry/bent.ts';
import { glanceAt, lookAt, type Looked } from '../../src/check/verify/geometry/look.ts';
import { mirroredPixels, rectified } from '../../src/check/verify/geometry/rectified.ts';
import { tentativeMatches } from '../../src/check/verify/geometry/tentative.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { KEYPOINT_BUDGETS, keypointsOf } from '../../src/fingerprint/keypoints/keypoints.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { ground, withFigure } from '../fingerprint/figures.ts';
import { scene } from '../fingerprint/paint.ts';
import { rowOf } from './compared.ts';

type SixNumbers = [number, number, number, number, number, number];

const UNIT = 256;
const ITSELF: AffineTransform = [1, 0, 0, 0, 1, 0];

const busy = (seed: number, width = 256, height = 192): RgbPicture => scene(seed, width, height, 160, 0.07);
const straight = (affine: AffineTransform): BentMap => ({ affine, squares: [0, 0, 0, 0, 0, 0] });
const queryKeypoints = (picture: RgbPicture) => keypointsOf(picture, KEYPOINT_BUDGETS.query);

/** A picture of which `from` says what each pixel shows of another one, between its pixels. */
function warped(
  source: RgbPicture,
  width: number,
  height: number,
  from: (point: Point) => Point,
): RgbPicture {
  const data = new Uint8Array(width * height * 3);
  const at = (x: number, y: number, c: number): number => {
    const column = Math.min(source.width - 1, Math.max(0, x));
    return source.data[(Math.min(source.height - 1, Math.max(0, y)) * source.width + column) * 3 + c];
  };
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = from([x + 0.5, y + 0.5]);
      const [left, top] = [Math.floor(u - 0.5), Math.floor(v - 0.5)];
      const [right, below] = [u - 0.5 - left, v - 0.5 - top];
      for (let c = 0; c < 3; c++) {
        const upper = at(left, top, c) * (1 - right) + at(left + 1, top, c) * right;
        const lower = at(left, top + 1, c) * (1 - right) + at(left + 1, top + 1, c) * right;
        data[to++] = Math.round(upper * (1 - below) + lower * below);
      }
    }
  }
  return { width, height, data };
}

function shareWithin(looked: readonly Looked[], bits: number): number {
  expect(looked.length).toBeGreaterThan(10);
  return looked.filter(({ distance }) => distance <= bits).length / looked.length;
}

describe('a look at the query’s pixels', () => {
  it('agrees nearly everywhere with a picture that lies by an affine map', () => {
    const picture = busy(31);
    const row = rowOf(picture);
    fc.assert(
      fc.property(
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: 0.8, max: 1.2, noNaN: true }),
        (angle, stretch) => {
          const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
          // About the middle, and somewhat smaller, so that most of it stays in.
          const onRow: SixNumbers = [
            1.15 * cos,
            -1.15 * sin * stretch,
            0,
            1.15 * sin,
            1.15 * cos * stretch,
            0,
          ];
          const [x, y] = moved(onRow, [128, 96]);
          onRow[2] = 128 - x;
          onRow[5] = 96 - y;
          const query = warped(picture, 256, 192, (point) => moved(onRow, point));
          const toQuery = inverse(onRow);
          const inUnits: SixNumbers = [...toQuery];
          inUnits[2] /= UNIT;
          inUnits[5] /= UNIT;
          const { keypoints, grid } = lookAt(straight(inUnits), [queryPixels(query)], query, row);
          expect(shareWithin(keypoints, 40)).toBeGreaterThan(0.9);
          expect(shareWithin(grid, 60)).toBeGreaterThan(0.9);
        },
      ),
      { numRuns: 5 },
    );
  });

  it('agrees with a mirrored picture, mirrored back', () => {
    const picture = busy(32);
    const pixels = mirroredPixels(queryPixels(orient(picture, 'mirrored')));
    const { keypoints } = lookAt(straight(ITSELF), [pixels], picture, rowOf(picture));
    expect(shareWithin(keypoints, 40)).toBeGreaterThan(0.98);
  });

  it('agrees with hardly any place of another picture in the same place', () => {
    const row = rowOf(busy(33));
    for (const seed of [34, 35]) {
      const { keypoints, grid } = lookAt(straight(ITSELF), [queryPixels(busy(seed))], busy(seed), row);
      expect(shareWithin(keypoints, 40)).toBeLessThan(0.15);
      expect(shareWithin(grid, 60)).toBeLessThan(0.5);
    }
  });

  it('lies on a picture in perspective once its matches have bent it', () => {
    const picture = busy(36);
    const aside = ([x, y]: Point): Point => {
      const depth = 1 + 0.0009 * (x - 128) - 0.0005 * (y - 96);
      return [128 + (x - 128) / depth, 96 + (y - 96) / depth];
    };
    const query = warped(picture, 256, 192, aside);
    const [row, asked] = [rowOf(picture), queryKeypoints(query)];
    const matches = tentativeMatches(asked, row);
    const bent = bentBack(ITSELF, asked, row, matches);
    const share = (map: BentMap) => shareWithin(lookAt(map, [queryPixels(query)], asked, row).keypoints, 40);
    expect(share(bent)).toBeGreaterThan(0.9);
    expect(share(bent)).toBeGreaterThan(share(straight(ITSELF)) + 0.1);
    // Each place of the row is where the query shows it, to a pixel and a half.
    for (const place of [
      [60, 60],
      [128, 96],
      [200, 140],
    ] as Point[]) {
      const [u, v] = aside(place);
      const [x, y] = bentPoint(bent, [u / UNIT, v / UNIT]);
      expect(Math.hypot(x * UNIT - place[0], y * UNIT - place[1])).toBeLessThan(1.5);
    }
  });

  it('stays straight where too few match', () => {
    const [asked, row] = [queryKeypoints(busy(37)), rowOf(busy(38))];
    const { affine, squares } = bentBack(ITSELF, asked, row, { query: [0, 1, 2], row: [0, 1, 2] });
    affine.forEach((value, i) => expect(value).toBeCloseTo(ITSELF[i], 9));
    expect(squares).toEqual([0, 0, 0, 0, 0, 0]);
  });

  // Of half the size rounding makes a row more of some of these.
  it.each([91, 127, 128, 165, 201, 237])(
    'has the row’s grid at every size, of a picture 256 × %i',
    (height) => {
      const picture = busy(39, 256, height);
      const row = rowOf(picture);
      const places = row.grid.columns * row.grid.rows;
      const levels = [queryPixels(picture)];
      // A place or two is plain.
      expect(lookAt(straight(ITSELF), levels, picture, row).grid.length).toBeGreaterThan(places - 3);
      const glance = glanceAt(straight(ITSELF), levels, picture, row);
      expect(glance.length).toBeGreaterThan(places - 3);
      expect(shareWithin(glance, 60)).toBeGreaterThan(0.9);
    },
  );

  it('has the row’s grid wherever its content lies', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 60, max: 130 }), (left, size) => {
        const picture = withFigure(ground(240, 180), 40, 20 + left, 25, size);
        const row = rowOf(picture);
        const asked = queryKeypoints(picture);
        const scale = asked.width / row.width;
        const map = straight([scale, 0, 0, 0, scale, 0]);
        const { grid } = lookAt(map, [queryPixels(picture)], asked, row);
        expect(shareWithin(grid, 60)).toBeGreaterThan(0.9);
      }),
      { numRuns: 5 },
    );
  });
});

describe('a picture laid on another', () => {
  it('is like its edge beyond it, and the mean of what is finer', () => {
    const stripes = ground(64, 64, (x) => (Math.floor(x * 64) % 2 === 0 ? 40 : 200));
    const levels = [queryPixels(stripes)];
    const small = rectified(levels, straight([8, 0, 0, 0, 8, 0]), 8, 8);
    for (const value of small.data) expect(value).toBeCloseTo(120, -1);
    const beyond = rectified(levels, straight([1, 0, 500, 0, 1, 500]), 2, 2);
    expect([...beyond.data]).toEqual([200, 200, 200, 200]);
  });

  it.each([
    ['a pixel', 1, 1],
    ['a line', 40, 1],
    ['a column', 1, 40],
  ])('is looked at in %s without an error', (_, width, height) => {
    const levels = [queryPixels(ground(width, height))];
    const { data } = rectified(levels, straight([9, 0, 0, 0, 9, 0]), 4, 4);
    expect(data.every((value) => value === 248)).toBe(true);
  });
});
