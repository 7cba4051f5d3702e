import type { Geometry } from '../../api/geometry.ts';
import { EDITED, SEARCH } from '../../core/calibration.ts';
import { isRuledOut, relationOf } from '../placed.ts';
import type { Candidate } from '../candidate.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import { keypointCount } from '../../fingerprint/keypoints/keypoint-bytes.ts';
import { compareBeneathWords } from './beneath-words.ts';
import type { Comparer, UnseenComparer, UnseenPicture } from './comparer.ts';
import { UNSEEN } from './geometry/unseen.ts';

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
  const chosen = chosenOf(candidates);
  const geometries = await compareBeneathWords(comparer, query, keypointsOf(chosen));
  return withGeometries(query.keypoints, candidates, new Map(chosen.map((one, i) => [one, geometries[i]])));
}

/**
 * The same of a query whose pixels whoever asks has: what can be told without them, and the places of the candidates that
 * must be looked at for more, the most promising first.
 */
export async function compareUnseenCandidates(
  comparer: Pick<UnseenComparer, 'compareUnseen'>,
  query: UnseenPicture,
  withoutWords: UnseenPicture | null,
  candidates: readonly Candidate[],
): Promise<{ compared: Candidate[]; unseen: number[] }> {
  const chosen = chosenOf(candidates);
  const geometries = await comparer.compareUnseen(query, keypointsOf(chosen));
  if (withoutWords !== null) {
    // Nothing is the same beneath its words that nobody looked at.
    const beneath = await comparer.compareUnseen(withoutWords, keypointsOf(chosen));
    for (const [i, geometry] of beneath.entries()) if (geometry === UNSEEN) geometries[i] = UNSEEN;
  }
  const told = chosen.flatMap((one, i): [Candidate, Geometry | null][] => {
    const geometry = geometries[i];
    return geometry === UNSEEN ? [] : [[one, geometry]];
  });
  const unseen = chosen.filter((_, i) => geometries[i] === UNSEEN).map((one) => candidates.indexOf(one));
  return { compared: withGeometries(query.keypoints, candidates, new Map(told)), unseen };
}

/** The candidates with what came of comparing some of them. @param found of these alone */
export function withGeometries(
  query: KeypointBytes,
  candidates: readonly Candidate[],
  found: ReadonlyMap<Candidate, Geometry | null>,
): Candidate[] {
  return candidates.map((candidate) => {
    const geometry = found.get(candidate) ?? null;
    const relation = relationOf(geometry);
    // Where next to nothing stands out, that nothing agrees says nothing.
    const couldTell = found.has(candidate) && canBeCompared(query, candidate.keypoints as KeypointBytes);
    return {
      ...candidate,
      geometry: relation === null ? null : geometry,
      relation,
      compared: couldTell || relation !== null,
      ruledOut: couldTell && isRuledOut(geometry),
    };
  });
}

function chosenOf(candidates: readonly Candidate[]): Candidate[] {
  return candidates
    .filter(({ keypoints }) => keypoints !== null)
    .toSorted((a, b) => (a.rank ?? LAST) - (b.rank ?? LAST))
    .slice(0, SEARCH.mostCompared);
}

function keypointsOf(chosen: readonly Candidate[]): KeypointBytes[] {
  return chosen.map(({ keypoints }) => keypoints as KeypointBytes);
}

/** Whether both pictures have keypoints enough for their agreeing on nothing to mean something. */
export function canBeCompared(a: KeypointBytes, b: KeypointBytes): boolean {
  return Math.min(keypointCount(a), keypointCount(b)) >= EDITED.leastKeypoints;
}
