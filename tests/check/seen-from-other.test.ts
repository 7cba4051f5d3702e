import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Geometry, MatchedArea } from '../../src/api/geometry.ts';
import { relationOf, seenFromOther } from '../../src/check/placed.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { crop, scene } from '../fingerprint/paint.ts';
import { GEOMETRY } from '../web/rows.ts';
import { geometryOf } from './compared.ts';

const area: fc.Arbitrary<MatchedArea> = fc.record({
  percent: fc.double({ min: 0, max: 100, noNaN: true }),
  polygon: fc.constant<MatchedArea['polygon']>([
    [0, 0],
    [1, 0],
    [1, 0.5],
  ]),
  whole: fc.boolean(),
});

const geometry: fc.Arbitrary<Geometry> = fc.record({
  inliers: fc.integer({ min: 0, max: 160 }),
  mirrored: fc.boolean(),
  rotationDegrees: fc.double({ min: -180, max: 180, noNaN: true }),
  scale: fc.double({ min: 0.08, max: 12, noNaN: true }),
  agreementPercent: fc.double({ min: 0, max: 100, noNaN: true }),
  middleAgreementPercent: fc.double({ min: 0, max: 100, noNaN: true }),
  look: fc.constantFrom(null, GEOMETRY.look),
  frame: fc.constant(GEOMETRY.frame),
  query: area,
  row: area,
});

describe('a placement seen from the other picture', () => {
  it('is the first one again, seen twice', () => {
    fc.assert(
      fc.property(geometry, (given) => {
        const { scale, ...rest } = seenFromOther(seenFromOther(given));
        const { scale: own, ...others } = given;
        expect(scale).toBeCloseTo(own, 9);
        expect(rest).toEqual(others);
      }),
    );
  });

  it('swaps the areas, is as often mirrored, and means the same', () => {
    fc.assert(
      fc.property(geometry, (given) => {
        const seen = seenFromOther(given);
        expect([seen.query, seen.row]).toEqual([given.row, given.query]);
        expect(seen.mirrored).toBe(given.mirrored);
        expect(relationOf(seen)).toBe(relationOf(given));
      }),
    );
  });

  it('lies as the other comparison has it', () => {
    const picture = scene(90, 300, 220, 240, 0.07);
    for (const orientation of ['rotated-90', 'mirrored', 'transposed'] as const) {
      const part = orient(crop(picture, 30, 20, 230, 180), orientation);
      const [there, back] = [geometryOf(part, picture), geometryOf(picture, part)];
      if (there === null || back === null) throw new Error('They agree on nothing.');
      const seen = seenFromOther(there);
      expect(seen.mirrored).toBe(back.mirrored);
      expect(Math.abs(Math.log2(seen.scale / back.scale))).toBeLessThan(0.1);
      const turn = ((seen.rotationDegrees - back.rotationDegrees) * Math.PI) / 180;
      expect(Math.cos(turn)).toBeGreaterThan(0.99);
      expect(Math.abs(seen.row.percent - back.row.percent)).toBeLessThan(15);
    }
  });
});
