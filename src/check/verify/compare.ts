import { EDITED, SEARCH } from '../../core/calibration.ts';
import { isRuledOut, relationOf } from '../placed.ts';
import type { Candidate } from '../candidate.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { keypointCount } from '../../fingerprint/keypoints/keypoint-bytes.ts';
import { compareBeneathWords } from './beneath-words.ts';
import type { Comparer } from './comparer.ts';

/** Behind all that vector search has. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The candidates, with the placement that keypoints confirm of each that has some. Where there are more than `SEARCH.mostCompared`, those that
 * vector search has first are compared, since the others came by a hash.
 */
export async function compareCandidates(
  comparer: Comparer,
  query: Parameters<typeof compareBeneathWords>[1],
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const chosen = candidates
    .filter(({ keypoints }) => keypoints !== null)
    .toSorted((a, b) => (a.rank ?? LAST) - (b.rank ?? LAST))
    .slice(0, SEARCH.mostCompared);
  const geometries = await compareBeneathWords(
    comparer,
    query,
    chosen.map(({ keypoints }) => keypoints as KeypointBytes),
  );
  const found = new Map(chosen.map((candidate, i) => [candidate, geometries[i]]));
  return candidates.map((candidate) => {
    const geometry = found.get(candidate) ?? null;
    const relation = relationOf(geometry);
    // Where next to nothing stands out, that nothing agrees says nothing.
    const couldTell =
      found.has(candidate) && canBeCompared(query.keypoints, candidate.keypoints as KeypointBytes);
    return {
      ...candidate,
      geometry: relation === null ? null : geometry,
      relation,
      compared: couldTell || relation !== null,
      ruledOut: couldTell && isRuledOut(geometry),
    };
  });
}

/** Whether both pictures have keypoints enough for their agreeing on nothing to mean something. */
export function canBeCompared(a: KeypointBytes, b: KeypointBytes): boolean {
  return Math.min(keypointCount(a), keypointCount(b)) >= EDITED.leastKeypoints;
}
