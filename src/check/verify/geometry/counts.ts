import type { Geometry } from '../../../api/geometry.ts';
import { LOOK } from '../../../core/calibration.ts';
import type { Look, Looked } from './look.ts';
import { countByStrength } from './strength.ts';

type Counts = NonNullable<Geometry['look']>;

/** What a look found, in numbers. @param keypoints of the row */
export function countsOf(
  look: Look,
  keypoints: number,
): Omit<Counts, 'matched' | 'fitting' | 'precise' | 'beside'> {
  const { gone, added } = countByStrength(look.grid, LOOK.areaDistance);
  return {
    keypoints,
    ...sharedCounts(look),
    ...countByStrength(look.keypoints, LOOK.mostDistance),
    areasGone: gone,
    areasAdded: added,
  };
}

/** The same of what shows beside something plain that was laid over the query. */
export function countsBeside(look: Look): NonNullable<Counts['beside']> {
  return { ...sharedCounts(look), gone: countByStrength(look.keypoints, LOOK.mostDistance).gone };
}

function sharedCounts(look: Look) {
  return {
    points: look.keypoints.length,
    agreeing: agreeing(look),
    exact: countWithin(look.keypoints, LOOK.exactDistance),
    alike: countWithin(look.keypoints, LOOK.areaDistance),
    areas: look.grid.length,
    areasAgreeing: countWithin(look.grid, LOOK.areaDistance),
  };
}

export function agreeing({ keypoints }: Look): number {
  return countWithin(keypoints, LOOK.mostDistance);
}

export function countWithin(places: readonly Looked[], most: number): number {
  return places.filter(({ distance }) => distance <= most).length;
}
