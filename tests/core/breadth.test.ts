import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { breadthOf } from '../../src/core/aspect.ts';

const box = (width: number, height: number): [number, number][] => [
  [0, 0],
  [width, 0],
  [width, height],
  [0, height],
];
const side = fc.double({ min: 0.01, max: 1, noNaN: true });

describe('the breadth of a polygon', () => {
  it("is a box's shorter side over its diagonal", () => {
    fc.assert(
      fc.property(side, side, (width, height) => {
        expect(breadthOf(box(width, height))).toBeCloseTo(
          Math.min(width, height) / Math.hypot(width, height),
          9,
        );
      }),
    );
  });

  it('stays when the polygon is moved, turned, or made larger', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.double({ min: -7, max: 7, noNaN: true }),
        side,
        (width, height, turn, size) => {
          const [cos, sin] = [size * Math.cos(turn), size * Math.sin(turn)];
          const moved = box(width, height).map(([x, y]): [number, number] => [
            3 + cos * x - sin * y,
            sin * x + cos * y - 2,
          ]);
          expect(breadthOf(moved)).toBeCloseTo(breadthOf(box(width, height)), 6);
        },
      ),
    );
  });

  it('is near 1 for a disc, and 0 for what has no area', () => {
    const disc = Array.from({ length: 90 }, (_, i): [number, number] => [
      Math.cos(i / 14.3),
      Math.sin(i / 14.3),
    ]);
    expect(breadthOf(disc)).toBeGreaterThan(0.99);
    expect(breadthOf([[1, 1]])).toBe(0);
    expect(
      breadthOf([
        [0, 0],
        [1, 1],
      ]),
    ).toBe(0);
    expect(
      breadthOf([
        [0, 0],
        [0, 0],
        [0, 0],
      ]),
    ).toBe(0);
    expect(
      breadthOf([
        [0, 0],
        [1, 0],
        [1, 0],
        [0.5, 0],
      ]),
    ).toBe(0);
  });
});
