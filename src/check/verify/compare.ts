import { EDITED, SEARCH } from '../../core/calibration.ts';
import { confirmed, type Candidate } from '../../core/evidence.ts';
import type { Signature } from '../../core/signature.ts';
import { keypointCount } from '../../image/keypoints/signature.ts';
import type { Comparer } from './comparer.ts';

/**
 * The candidates, with the placement that keypoints confirm of each that has some. Where there are more than `SEARCH.mostCompared`, those that
 * stand out most in vector search are compared, since the others came by a hash.
 */
export async function compareCandidates(
  comparer: Comparer,
  query: Signature,
  candidates: readonly Candidate[],
): Promise<Candidate[]> {
  const chosen = candidates
    .filter(({ signature }) => signature !== null && canBeCompared(query, signature))
    .toSorted((a, b) => (b.standsOut ?? -1) - (a.standsOut ?? -1))
    .slice(0, SEARCH.mostCompared);
  const geometries = await comparer.compare(
    query,
    chosen.map(({ signature }) => signature as Signature),
  );
  const found = new Map(chosen.map((candidate, i) => [candidate, geometries[i]]));
  return candidates.map((candidate) => ({
    ...candidate,
    geometry: confirmed(found.get(candidate) ?? null),
    compared: found.has(candidate),
  }));
}

/** Whether both pictures have keypoints enough for their agreeing on nothing to mean something. */
export function canBeCompared(a: Signature, b: Signature): boolean {
  return Math.min(keypointCount(a), keypointCount(b)) >= EDITED.leastKeypoints;
}
