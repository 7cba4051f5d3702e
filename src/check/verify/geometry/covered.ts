import { COVERED, LOOK, UNIT } from '../../../core/calibration.ts';
import type { Patch } from '../../../core/picture.ts';
import { GRID_SIGMA } from '../../../fingerprint/keypoints/grid.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { bentPoint, type BentMap } from './bent.ts';
import type { Look, Looked } from './look.ts';

/** How a row lies on a query: from its places to the query's, in `UNIT`, with the query's sides as its keypoints have them. */
interface Laid {
  toQuery: BentMap;
  query: { width: number; height: number };
  row: Keypoints;
}

/**
 * What a look found, without what something plain was laid over: under a bar or a box a picture shows nothing, which speaks
 * neither for it nor against it. What agrees beside its edge counts as ever. Where much of what reaches under a patch
 * agrees, it is no such thing: both pictures have it.
 * @param patches of the query, as it is or mirrored as the placement has it
 */
export function withoutCovered(look: Look, laid: Laid, patches: readonly Patch[]): Look {
  let { keypoints, grid } = look;
  for (const patch of patches) {
    const isUnder = (place: Looked, sigma: number): boolean => reachesUnder(patch, laid, place, sigma);
    const under = keypoints.filter((place) => isUnder(place, laid.row.sigma[place.keypoint]));
    const agreeing = under.filter(({ distance }) => distance <= LOOK.mostDistance);
    if (agreeing.length >= COVERED.leastOfBoth * under.length) continue;
    const covered = new Set(under.filter(({ distance }) => distance > LOOK.mostDistance));
    keypoints = keypoints.filter((place) => !covered.has(place));
    grid = grid.filter((place) => place.distance <= LOOK.areaDistance || !isUnder(place, GRID_SIGMA));
  }
  return { keypoints, grid };
}

/** Whether what is described at a place reaches under a patch, by more than its rim. */
function reachesUnder(patch: Patch, { toQuery, query, row }: Laid, { x, y }: Looked, sigma: number): boolean {
  const { left, top, width, height } = row.content;
  const reach = COVERED.window * sigma;
  for (const down of STEPS) {
    for (const across of STEPS) {
      const place = [left + x * width + across * reach, top + y * height + down * reach] as const;
      const [u, v] = bentPoint(toQuery, [place[0] / UNIT, place[1] / UNIT]);
      if (isIn(patch, (u * UNIT) / query.width, (v * UNIT) / query.height)) return true;
    }
  }
  return false;
}

const STEPS = [0, -0.5, 0.5, -1, 1] as const;

function isIn({ left, top, width, height, isRound }: Patch, u: number, v: number): boolean {
  const [across, down] = [(2 * (u - left)) / width - 1, (2 * (v - top)) / height - 1];
  return isRound ? across * across + down * down <= 1 : Math.abs(across) <= 1 && Math.abs(down) <= 1;
}
