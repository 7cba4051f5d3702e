import type { Geometry } from '../api/match.ts';
import { breadthOf } from '../core/aspect.ts';
import { EDITED } from '../core/calibration.ts';
import type { Grade, Relation } from '../core/evidence.ts';

/**
 * The placement of two pictures of this grade: the hashes of a copy, and the bytes of the very same file, speak for the
 * whole of both, wherever keypoints lie; a part is of neither the whole. What only looks similar has none, though points
 * of two photographs of one place agree: neither lies on the other.
 */
export function placedAs(grade: Grade, geometry: Geometry | null): Geometry | null {
  if (geometry === null || grade === 'look-alike') return null;
  if (grade === 'edited') return geometry;
  const whole = grade !== 'part';
  return { ...geometry, query: { ...geometry.query, whole }, row: { ...geometry.row, whole } };
}

/** What two pictures are to each other by their placement; null where it may be chance. */
export function relationOf(geometry: Geometry | null): Relation | null {
  return confirmed(geometry) === null ? null : 'same-picture';
}

/**
 * Whether keypoints that were compared speak against the pictures being one: hardly any agree, or they agree as those of
 * two views of one subject do. A placement that is merely not firm enough rules nothing out.
 */
export function isRuledOut(geometry: Geometry | null): boolean {
  if (geometry === null || geometry.inliers < EDITED.leastInliers) return true;
  const relation = relationOf(geometry);
  return relation === null ? isContradicted(geometry) : relation !== 'same-picture';
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
