import type { Geometry } from '../../src/api/geometry.ts';
import type { Match } from '../../src/api/match.ts';
import { RESULT } from '../http/answers.ts';
import { MEASURED_AS_SAME } from '../helpers/placement.ts';

/** Of a picture that was mirrored and turned. */
export const GEOMETRY: Geometry = {
  ...MEASURED_AS_SAME,
  mirrored: true,
  rotationDegrees: 12,
  scale: 1.3,
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
