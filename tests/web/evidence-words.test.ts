import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COPY } from '../../src/core/calibration.ts';
import type { Geometry } from '../../src/api/geometry.ts';
import type { Match } from '../../src/api/match.ts';
import { isCopyDistance } from '../../src/core/evidence.ts';
import { type CurrentPicture, LIVE_STATUSES } from '../../src/api/current-picture.ts';
import {
  comparedWords,
  geometryWords,
  liveWords,
  pdqWords,
  percentWords,
  STATUS_OF_LIVE,
} from '../../src/web/words/evidence-words.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';

function geometry(given: Partial<Geometry> = {}): Geometry {
  return {
    ...MEASURED_AS_SAME,
    mirrored: false,
    rotationDegrees: 0,
    scale: 1,
    query: { percent: 62.4, polygon: [], whole: false },
    row: { percent: 100, polygon: [], whole: false },
    ...given,
  };
}

describe('a PDQ distance in words', () => {
  it('always has the number and the limit, which is the core’s, and calls nothing beyond it a copy', () => {
    for (let distance = 0; distance <= 256; distance++) {
      const words = pdqWords(distance);
      expect(words).toMatch(new RegExp(`: ${distance} of 256 bits differs?; ${COPY.mostDistance} or fewer`));
      expect(words.startsWith('too different to count as a copy')).toBe(!isCopyDistance(distance));
    }
  });

  it('counts one bit as one', () => {
    expect(pdqWords(1)).toContain('1 of 256 bits differs;');
    expect(pdqWords(6)).toContain('6 of 256 bits differ; 31 or fewer make a copy');
  });
});

describe('how two pictures lie on one another, in words', () => {
  it.each([
    [{}, ''],
    [{ rotationDegrees: 12.4 }, ', turned 12° clockwise'],
    [{ rotationDegrees: -12.4 }, ', turned 12° anticlockwise'],
    [{ rotationDegrees: -180 }, ', turned 180°'],
    [{ rotationDegrees: 0.4 }, ''],
    [{ mirrored: true }, ', mirrored'],
    [{ mirrored: true, rotationDegrees: 90 }, ', mirrored and turned 90° clockwise'],
  ])('%j', (given, manner) => {
    const words = geometryWords(geometry(given));
    expect(words).toBe(`41 points agree: 62\u00a0% of your picture is 100\u00a0% of theirs${manner}`);
  });

  it('gives what stands whole in the other the share that its frame takes, wherever its points lie', () => {
    const frame = { ...geometry({}).frame, percent: 60.3 };
    const own = { percent: 39, polygon: [], whole: false };
    const all = { ...own, whole: true };
    expect(geometryWords(geometry({ frame, query: all, row: own }))).toBe(
      '41 points agree: all of your picture is 60\u00a0% of theirs',
    );
    expect(geometryWords(geometry({ frame, query: own, row: all }))).toBe(
      '41 points agree: 60\u00a0% of your picture is all of theirs',
    );
    expect(geometryWords(geometry({ frame, query: all, row: all }))).toBe(
      '41 points agree: the whole picture',
    );
  });

  it('counts one point as one', () => {
    expect(geometryWords(geometry({ inliers: 1 }))).toMatch(/^1 point agrees: /);
  });

  it('says 100 % of the whole alone', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, maxExcluded: true, noNaN: true }), (percent) => {
        expect(percentWords(percent)).not.toContain('100');
      }),
    );
    expect(percentWords(100)).toBe('100\u00a0%');
    expect(percentWords(null)).toBe('all');
    expect(percentWords(0.2)).toBe('under 1\u00a0%');
  });
});

describe('what was compared, in words', () => {
  const words = (given: Partial<Match>) =>
    comparedWords({ compared: false, sameSubject: false, pdqDistance: null, ...given } as Match);

  it.each([
    ['identical', {}, 'sha256 or md5'],
    ['copy', { pdqDistance: 6 }, 'PDQ hashes'],
    ['edited', { compared: true }, 'all over what both show'],
    ['part', { compared: true }, 'in the outlined part; around it'],
    ['look-alike', { compared: true }, 'do not lie the same way'],
    ['look-alike', { compared: false }, 'not compared'],
    ['look-alike', { compared: true, sameSubject: true }, 'another place or in another light'],
    ['look-alike', { pdqDistance: 31 }, 'too plain'],
  ] as const)('for %s with %j', (grade, given, expected) => {
    expect(words({ grade, ...given })).toContain(expected);
  });
});

describe('the live picture in words', () => {
  const live = (given: Partial<CurrentPicture>) =>
    liveWords({
      grade: null,
      geometry: null,
      sameSubject: false,
      pdqDistance: 120,
      ...given,
    } as CurrentPicture);

  it.each([
    [{ grade: 'identical' }, 'the very same file'],
    [{ grade: 'copy', pdqDistance: 6 }, 'a copy of yours: 6 of 256 bits differ'],
    [{ grade: 'edited', geometry: geometry() }, 'an edited copy of yours: 41 points agree'],
    [{ grade: 'part', geometry: geometry() }, 'A part of your picture stands in the live one'],
    [{ sameSubject: true }, 'another photograph'],
    [{}, 'does not show yours: no points of the two lie the same way, and 120 of 256'],
  ] as const)('for %j', (given, expected) => {
    expect(live(given)).toContain(expected);
  });

  it('has a sentence for every status', () => {
    for (const status of LIVE_STATUSES) expect(STATUS_OF_LIVE[status]).toMatch(/\.$/);
  });
});
