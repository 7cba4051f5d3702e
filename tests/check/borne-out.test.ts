import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../src/api/geometry.ts';
import { bearsOut } from '../../src/check/placed.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';

const HULL = { percent: 90, whole: true, polygon: [] as [number, number][], frame: [] as [number, number][] };

/** What a look at one front page, under the hash of another one of the same paper, measured. */
const PAGES = {
  ...MEASURED_AS_SAME,
  mirrored: false,
  rotationDegrees: 0,
  scale: 1,
  query: HULL,
  row: HULL,
  inliers: 8,
  agreementPercent: 13.1,
  middleAgreementPercent: 6.8,
  look: {
    ...MEASURED_AS_SAME.look,
    keypoints: 31,
    matched: 18,
    fitting: 8,
    precise: 7,
    points: 31,
    agreeing: 24,
    exact: 10,
    alike: 29,
    areas: 22,
    areasAgreeing: 21,
  },
  frame: { ...MEASURED_AS_SAME.frame, percent: 100, shiftPercent: 0 },
} as unknown as Geometry;

describe('that two hashes agree', () => {
  it('is borne out where nearly all looks alike, and not by a page filled with other words', () => {
    expect(bearsOut(PAGES)).toBe(false);
    expect(bearsOut({ ...PAGES, middleAgreementPercent: 12 })).toBe(true);
    expect(bearsOut({ ...PAGES, look: { ...PAGES.look!, fitting: 15 } })).toBe(true);
  });

  it.each<[string, Partial<Geometry>]>([
    ['which holds but a part of the other', { frame: { ...PAGES.frame, percent: 80 } }],
    ['whose points look otherwise', { look: { ...PAGES.look!, alike: 20 } }],
    ['whose areas look otherwise', { look: { ...PAGES.look!, areasAgreeing: 12 } }],
    ['that was not looked at', { look: null }],
  ])('is not borne out of a picture %s', (_, given) => {
    expect(bearsOut({ ...PAGES, middleAgreementPercent: 12, ...given })).toBe(false);
  });

  it('is not borne out where nothing was compared', () => {
    expect(bearsOut(null)).toBe(false);
  });
});
