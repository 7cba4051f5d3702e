import { AGREEMENT, PLACEMENT } from '../../../core/calibration.ts';
import type { Geometry } from '../../../api/match.ts';
import { mirroredKeypoints } from '../../../fingerprint/keypoints/keypoints.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { agreementOf } from './agreement.ts';
import { areaAround, type Point } from './area.ts';
import { findTransform, type Placed } from './affine-transform.ts';
import { tentativeMatches } from './tentative.ts';

/**
 * How the query lies on the row's picture, as it is or mirrored, whichever more keypoints agree on; null where
 * no three do. It says what was measured, and not yet whether that is enough. By hand, like the keypoints: the floors of
 * `core/calibration.ts` were measured with this fit.
 */
export function compareKeypoints(query: QueryKeypoints, row: Keypoints): Geometry | null {
  const asIs = placeOn(query.asIs, row);
  // Turned over by chance: a picture that lies so firmly does not lie the other way round too.
  if (asIs && asIs.inliers.length >= PLACEMENT.firmInliers) return geometryOf(asIs, query, row, false);
  const mirrored = placeOn(query.mirrored, row);
  if (mirrored && mirrored.inliers.length > (asIs?.inliers.length ?? 0)) {
    return geometryOf(mirrored, query, row, true);
  }
  return asIs && geometryOf(asIs, query, row, false);
}

/** A query's keypoints, and those of its mirrored picture, which no row needs. */
export interface QueryKeypoints {
  asIs: Keypoints;
  mirrored: Keypoints;
}

export function queryKeypoints(asIs: Keypoints): QueryKeypoints {
  return { asIs, mirrored: mirroredKeypoints(asIs) };
}

interface PlacedKeypoints extends Placed {
  /** Keypoint of the query and of the row, for each inlier. */
  query: number[];
  row: number[];
}

function placeOn(query: Keypoints, row: Keypoints): PlacedKeypoints | null {
  const matches = tentativeMatches(query, row);
  const placed = findTransform(query, row, matches);
  return (
    placed && {
      ...placed,
      query: placed.inliers.map((i) => matches.query[i]),
      row: placed.inliers.map((i) => matches.row[i]),
    }
  );
}

function geometryOf(
  placed: PlacedKeypoints,
  query: QueryKeypoints,
  row: Keypoints,
  mirrored: boolean,
): Geometry {
  const [a, b, , d, e] = placed.placement;
  const asPlaced = mirrored ? query.mirrored : query.asIs;
  const { wholes, ...agreement } = agreementOf(placed.placement, asPlaced, row, placed);
  return {
    inliers: placed.inliers.length,
    mirrored,
    rotationDegrees: (Math.atan2(d - b, a + e) * 180) / Math.PI,
    scale: Math.sqrt(a * e - b * d),
    ...agreement,
    // Of the picture as the artist knows it, not of the mirrored one.
    query: { ...areaOf(placed.query, query.asIs), whole: wholes.query },
    row: { ...areaOf(placed.row, row), whole: wholes.row },
  };
}

function areaOf(chosen: readonly number[], { x, y, width, height }: Keypoints) {
  const points = chosen.map((i): Point => [x[i], y[i]]);
  const { support } = AGREEMENT;
  const longer = Math.max(width, height);
  return areaAround(points, (support * longer) / width, (support * longer) / height);
}
