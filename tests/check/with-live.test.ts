import { describe, expect, it } from 'vitest';
import type { CurrentPicture } from '../../src/api/current-picture.ts';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import { withLive } from '../../src/check/verify/current-picture.ts';
import { aCandidate, aFingerprint } from '../helpers/candidates.ts';
import { GEOMETRY } from '../web/rows.ts';

describe('what a live picture adds to a row', () => {
  const live: CurrentPicture = {
    status: 'not-recorded',
    grade: null,
    pdqDistance: 120,
    orientation: 'as-is',
    geometry: null,
    sameSubject: false,
    width: 4,
    height: 3,
    sha256Agrees: null,
    md5Agrees: null,
    recordedPdqDistance: null,
    fetchedAt: '',
  };
  const before = (
    grade: GradedCandidate['grade'],
    given: Partial<GradedCandidate> = {},
  ): GradedCandidate => ({
    ...aCandidate(given),
    grade,
  });
  const after = (row: GradedCandidate, given: Partial<CurrentPicture>) =>
    withLive(row, { ...live, ...given }, aFingerprint());
  const part = { grade: 'part', geometry: GEOMETRY } as const;

  it('is a part, where it shows one, of what only looked similar', () => {
    expect(after(before('look-alike'), part)).toMatchObject({
      grade: 'part',
      relation: 'part',
      geometry: GEOMETRY,
      compared: true,
    });
  });

  it('is an edited copy, where it shows one, of what held a part', () => {
    const row = before('part', { relation: 'part' });
    expect(after(row, { grade: 'edited', geometry: GEOMETRY })).toMatchObject({
      grade: 'edited',
      relation: 'same-picture',
    });
  });

  it.each(['identical', 'copy', 'edited'] as const)('is no part of what is %s, nor its place', (grade) => {
    const placed = { ...GEOMETRY, inliers: 99 };
    const row = before(grade, { geometry: placed, relation: 'same-picture' });
    expect(after(row, part)).toMatchObject({ grade, geometry: placed, relation: 'same-picture' });
  });

  it('is the same subject where nothing more is known, and takes nothing away', () => {
    const grades = (row: GradedCandidate) => {
      const { grade, relation } = after(row, { sameSubject: true });
      return [grade, relation];
    };
    expect(grades(before('look-alike'))).toEqual(['look-alike', 'same-subject']);
    expect(grades(before('part', { relation: 'part' }))).toEqual(['part', 'part']);
  });

  it('rules out what nothing was compared of, and leaves open what the row’s own keypoints left open', () => {
    expect(after(before('look-alike'), {}).ruledOut).toBe(true);
    expect(after(before('look-alike', { compared: true }), {}).ruledOut).toBe(false);
  });

  it('is nothing where the host shows another picture now', () => {
    const row = before('look-alike');
    expect(after(row, { ...part, status: 'another-picture' })).toBe(row);
  });
});
