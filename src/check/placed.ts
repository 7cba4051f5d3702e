import type { Geometry } from '../api/match.ts';
import { breadthOf } from '../core/aspect.ts';
import { EDITED } from '../core/calibration.ts';
import type { Grade } from '../core/evidence.ts';

/**
 * The placement of two pictures of this grade: the hashes of a copy, and the bytes of the very same file, speak for the
 * whole of both, wherever keypoints lie.
 */
export function placedAs(grade: Grade, geometry: Geometry | null): Geometry | null {
  if (geometry === null || !(grade === 'identical' || grade === 'copy')) return geometry;
  return {
    ...geometry,
    query: { ...geometry.query, whole: true },
    row: { ...geometry.row, whole: true },
  };
}

/** The placement, where it shows that one picture is an edited copy of the other; null where it may be chance. */
export function confirmed(geometry: Geometry | null): Geometry | null {
  if (geometry === null) return null;
  const { inliers, agreementPercent, middleAgreementPercent, query, row } = geometry;
  const isFirm =
    inliers >= EDITED.leastInliers &&
    middleAgreementPercent >= EDITED.leastMiddleShare * agreementPercent &&
    middleAgreementPercent >= EDITED.leastMiddlePercent &&
    Math.max(query.percent, row.percent) >= EDITED.leastPercentOfEither &&
    Math.min(query.percent, row.percent) >= EDITED.leastPercentOfBoth;
  return isFirm && !isContradicted(geometry) && !isStrip(geometry) ? geometry : null;
}

/** Few keypoints agree, and nearly all others do not, in all and in the middle: two pictures that share a shape. */
function isContradicted({ inliers, agreementPercent, middleAgreementPercent }: Geometry): boolean {
  const percent = Math.max(agreementPercent, middleAgreementPercent);
  return inliers < EDITED.fewInliers && percent < EDITED.leastPercentOfFew;
}

/** What agrees lies along one line, as the letters of a word do. */
function isStrip({ inliers, query, row }: Geometry): boolean {
  const breadth = Math.max(breadthOf(query.polygon), breadthOf(row.polygon));
  return inliers < EDITED.leastInliersOfStrip && breadth < EDITED.leastBreadth;
}
