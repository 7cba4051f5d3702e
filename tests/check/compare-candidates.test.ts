import { describe, expect, it } from 'vitest';
import type { Geometry } from '../../src/api/geometry.ts';
import { compareCandidates } from '../../src/check/verify/compare.ts';
import { emptyKeypoints, writeKeypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { aCandidate } from '../helpers/candidates.ts';
import { GEOMETRY } from '../web/rows.ts';

const enough = writeKeypoints(emptyKeypoints(100, 100, 40, 20));
const tooFew = writeKeypoints(emptyKeypoints(100, 100, 4, 2));

/** The candidate after a comparison that says this of it. */
async function compared(geometry: Geometry | null, keypoints = enough) {
  const comparer = { compare: async () => [geometry], close: async () => {} };
  const [candidate] = await compareCandidates(comparer, { keypoints: enough, pixels: null }, [
    aCandidate({ keypoints }),
  ]);
  return candidate;
}

describe('a candidate that is compared', () => {
  it('is the same picture where a placement is firm, and keeps that', async () => {
    expect(await compared(GEOMETRY)).toMatchObject({
      relation: 'same-picture',
      geometry: GEOMETRY,
      compared: true,
      ruledOut: false,
    });
  });

  it('is nothing, and ruled out, where keypoints agree on nothing or next to none do', async () => {
    const few = { ...GEOMETRY, look: null, inliers: 5, agreementPercent: 3, middleAgreementPercent: 4 };
    for (const geometry of [null, few]) {
      expect(await compared(geometry)).toMatchObject({
        relation: null,
        geometry: null,
        compared: true,
        ruledOut: true,
      });
    }
  });

  it('is left open where those that should agree do, and are too few to be sure of', async () => {
    const weak = { ...GEOMETRY, look: null, inliers: 6, agreementPercent: 40, middleAgreementPercent: 40 };
    expect(await compared(weak)).toMatchObject({
      relation: null,
      geometry: null,
      compared: true,
      ruledOut: false,
    });
  });

  it('is neither compared nor ruled out where one of the pictures has too few keypoints and nothing is seen', async () => {
    for (const geometry of [null, { ...GEOMETRY, look: null }]) {
      expect(await compared(geometry, tooFew)).toMatchObject({
        relation: null,
        geometry: null,
        compared: false,
        ruledOut: false,
      });
    }
  });

  it('is the same picture where a look says so, however few keypoints it has', async () => {
    expect(await compared(GEOMETRY, tooFew)).toMatchObject({
      relation: 'same-picture',
      compared: true,
      ruledOut: false,
    });
  });
});
