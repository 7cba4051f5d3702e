import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../src/api/geometry.ts';
import { layOver } from '../../src/web/answer/lay-over.ts';
import { GEOMETRY } from './rows.ts';

type Point = readonly [number, number];

/** A square of the artist's picture, where it comes to lie in the other, and how. */
const placed = fc.record({
  own: fc.record({ width: fc.integer({ min: 50, max: 4000 }), height: fc.integer({ min: 50, max: 4000 }) }),
  theirs: fc.record({
    width: fc.integer({ min: 50, max: 4000 }),
    height: fc.integer({ min: 50, max: 4000 }),
  }),
  mirrored: fc.boolean(),
  rotationDegrees: fc.double({ min: -180, max: 180, noNaN: true }),
  pixelScale: fc.double({ min: 0.1, max: 5, noNaN: true }),
});

describe('their picture laid over the artist’s', () => {
  it('lies on what it shares, however it was mirrored, turned, scaled and cut', () => {
    fc.assert(
      fc.property(placed, ({ own, theirs, mirrored, rotationDegrees, pixelScale }) => {
        const corners: Point[] = [
          [0.2, 0.3],
          [0.6, 0.3],
          [0.6, 0.7],
          [0.2, 0.7],
        ];
        const ownCorners = corners.map(([x, y]): Point => [x * own.width, y * own.height]);
        // As the service measures it: mirrored first, then turned clockwise, in pixels.
        const angle = (rotationDegrees * Math.PI) / 180;
        const moved = ownCorners.map(([x, y]): Point => {
          const flipped = mirrored ? -x : x;
          return [
            pixelScale * (flipped * Math.cos(angle) - y * Math.sin(angle)) + 17,
            pixelScale * (flipped * Math.sin(angle) + y * Math.cos(angle)) - 5,
          ];
        });
        const geometry: Geometry = {
          ...GEOMETRY,
          mirrored,
          rotationDegrees,
          scale: (pixelScale * Math.max(own.width, own.height)) / Math.max(theirs.width, theirs.height),
          query: { percent: 16, whole: false, polygon: corners },
          row: {
            percent: 16,
            whole: false,
            polygon: moved.map(([x, y]) => [x / theirs.width, y / theirs.height] as const),
          },
        };
        const [a, b, c, d, e, f] = layOver(geometry, own, theirs);
        moved.forEach(([x, y], i) => {
          const reach = 1e-3 * Math.max(own.width, own.height, theirs.width, theirs.height);
          expect(Math.abs(a * x + c * y + e - ownCorners[i][0])).toBeLessThan(reach);
          expect(Math.abs(b * x + d * y + f - ownCorners[i][1])).toBeLessThan(reach);
        });
      }),
    );
  });

  it('is stretched over the whole where nothing else is known', () => {
    expect(layOver(null, { width: 200, height: 100 }, { width: 50, height: 50 })).toEqual([4, 0, 0, 2, 0, 0]);
  });
});
