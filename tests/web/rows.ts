import type { Geometry, Match } from '../../src/api/match.ts';
import { RESULT } from '../http/app-under-test.ts';

/** Of a picture that was mirrored and turned. */
export const GEOMETRY: Geometry = {
  inliers: 41,
  mirrored: true,
  rotationDegrees: 12,
  scale: 1.3,
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
  },
  frame: { percent: 62, isPlain: false, outside: 0, strangers: 0 },
  query: {
    percent: 62,
    whole: false,
    polygon: [
      [0.1, 0.2],
      [0.9, 0.25],
      [0.8, 0.95],
    ],
  },
  row: {
    percent: 100,
    whole: false,
    polygon: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ],
  },
};

/** A row on a host that the test answers for. */
export function aMatch(given: Partial<Match>): Match {
  return { ...RESULT.matches[0], url: 'https://pictures.example/theirs.jpg', unsafe: false, ...given };
}

export const EDITED = aMatch({
  grade: 'edited',
  rowId: '1',
  geometry: GEOMETRY,
  compared: true,
  pdqDistance: 90,
});
/** Rows 2 and 3, which nothing was compared of. */
export const LOOK_ALIKES = ['2', '3'].map((rowId) =>
  aMatch({ grade: 'look-alike', rowId, geometry: null, compared: false, pdqDistance: 120, channels: [] }),
);
