import type { Geometry } from '../../src/api/geometry.ts';

/** What was measured of two pictures that are the same: all of a placement but how, and where, the one lies on the other. */
export const MEASURED_AS_SAME = {
  inliers: 41,
  agreementPercent: 38,
  middleAgreementPercent: 41,
  look: {
    keypoints: 160,
    matched: 44,
    fitting: 41,
    precise: 36,
    points: 92,
    agreeing: 90,
    exact: 84,
    alike: 91,
    areas: 37,
    areasAgreeing: 36,
    gone: 0,
    added: 0,
    areasGone: 0,
    areasAdded: 0,
    beside: null,
  },
  frame: {
    percent: 62,
    shiftPercent: 31,
    slantPercent: 0.1,
    contentPercent: 100,
    isPlain: false,
    outside: 0,
    rimPercent: 0,
    strangers: 0,
  },
} satisfies Partial<Geometry>;
