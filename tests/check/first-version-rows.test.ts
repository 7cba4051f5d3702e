import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/check/candidate.ts';
import { compareCandidates } from '../../src/check/verify/compare.ts';
import { type Comparer, startComparer } from '../../src/check/verify/comparer.ts';
import { gradeCandidates } from '../../src/check/verify/verify.ts';
import type { KeypointBytes } from '../../src/core/keypoints.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import {
  KEYPOINT_BUDGETS,
  keypointsOf,
  pictureKeypoints,
} from '../../src/fingerprint/keypoints/keypoints.ts';
import { orient } from '../../src/fingerprint/decode/orient.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';
import { resizeBicubic } from '../../src/fingerprint/resize.ts';
import { ground, withMark, withRing } from '../fingerprint/figures.ts';
import { firstVersion } from '../fingerprint/first-version.ts';
import { crop, scene } from '../fingerprint/paint.ts';
import { aCandidate, aFingerprint } from '../helpers/candidates.ts';

const keptByFirst = (picture: RgbPicture): KeypointBytes =>
  firstVersion(keypointsOf(picture, KEYPOINT_BUDGETS.row));

describe('a row of an index of the last release', () => {
  let comparer: Comparer;
  beforeAll(() => {
    comparer = startComparer(1);
  });
  afterAll(() => comparer.close());

  /** The row as a check of `picture` grades it; undefined where nothing speaks for it. */
  async function graded(picture: RgbPicture, keypoints: KeypointBytes, given: Partial<Candidate> = {}) {
    const query = {
      ...aFingerprint(),
      keypoints: pictureKeypoints(picture, KEYPOINT_BUDGETS.query),
      pixels: queryPixels(picture),
    };
    const candidates = await compareCandidates(comparer, query, [aCandidate({ keypoints, ...given })]);
    return gradeCandidates(candidates, query)[0];
  }

  const picture = scene(71, 300, 220, 240, 0.07);

  it.each<[string, RgbPicture]>([
    ['smaller', resizeBicubic(picture, 150, 110)],
    ['mirrored', orient(picture, 'mirrored')],
    ['cut', crop(picture, 30, 20, 230, 180)],
  ])('is edited of its picture %s, and has no grid that could speak against it', async (_, edited) => {
    const row = await graded(edited, keptByFirst(picture));
    expect(row).toMatchObject({ grade: 'edited', relation: 'same-picture', compared: true });
    expect(row.geometry?.look).toMatchObject({ areas: 0, areasAgreeing: 0 });
  });

  it('is a copy where its hash agrees too', async () => {
    const row = await graded(orient(picture, 'mirrored'), keptByFirst(picture), {
      row: { ...aCandidate().row, pdqQuality: 100 },
      pdqDistance: 4,
    });
    expect(row.grade).toBe('copy');
  });

  it('is nothing of another picture', async () => {
    expect(await graded(scene(72, 300, 220, 240, 0.07), keptByFirst(picture))).toBeUndefined();
  });

  it('is never one mark for another, and a mark in which nothing stands out is not found by it', async () => {
    const [slab, ring] = [withMark(ground(200, 160), 60, 40, 80), withRing(ground(200, 160), 60, 40, 80)];
    expect(await graded(slab, keptByFirst(ring))).toBeUndefined();
    expect(await graded(ring, keptByFirst(slab))).toBeUndefined();
    const few = keypointsOf(slab, { most: 3, directions: 1, mostOfPart: 0 });
    expect(await graded(slab, firstVersion(few))).toBeUndefined();
  });
});
