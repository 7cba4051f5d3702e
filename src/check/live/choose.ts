import { LIVE } from '../../core/calibration.ts';
import type { GradedCandidate } from '../candidate.ts';

/** Behind all that vector search has. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The rows to look at of the most promising ones that were indexed by a vector alone, as their places in `graded`: those
 * nearest to the whole picture first, and of the rest a few that stand out most, in which a part of it may stand. One that
 * was seen before is among them and is not looked at again, so that a check that is repeated asks nobody.
 * @param most of the promising ones
 */
export function rowsToLookAt(graded: readonly GradedCandidate[], most: number): number[] {
  const open = [...graded.entries()].filter(
    ([, candidate]) => candidate.seenSince || hasNoFingerprints(candidate),
  );
  const wholes = open
    .filter(([, { whole }]) => whole !== null)
    .toSorted(([, a], [, b]) => (b.whole ?? -1) - (a.whole ?? -1));
  const parts = open
    .filter(([, { whole }]) => whole === null)
    .toSorted(([, a], [, b]) => (a.rank ?? LAST) - (b.rank ?? LAST));
  const chosen = new Set(wholes.slice(0, Math.ceil(most * LIVE.wholes)).map(([n]) => n));
  for (const [n] of [...parts, ...wholes]) if (chosen.size < most) chosen.add(n);
  return [...chosen].filter((n) => !graded[n].seenSince);
}

function hasNoFingerprints({ grade, row, keypoints, compared }: GradedCandidate): boolean {
  return grade === 'look-alike' && row.pdq === null && keypoints === null && !compared;
}
