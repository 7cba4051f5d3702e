import { LIVE } from '../../core/calibration.ts';
import { pdqDistance } from '../../core/pdq-distance.ts';
import { isClear } from '../../core/evidence.ts';
import { sameAddress } from '../../core/web-address.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { Look, Seen } from './look.ts';

/**
 * The rows whose address shows what stands in the place of other pictures too, "image removed" or the like: one and the same
 * picture shows at addresses of rows whose vectors say that they were made of different ones. A row whose own vector is
 * that of the live picture is none.
 * @param looks by the rows' places in `rows`
 */
export function placeholdersAmong(
  looks: ReadonlyMap<number, Look>,
  rows: readonly GradedCandidate[],
): Set<number> {
  const seen = [...looks].flatMap(([n, look]) =>
    'picture' in look ? [{ n, look, candidate: rows[n] }] : [],
  );
  const found = new Set<number>();
  for (const one of seen) {
    if (one.look.drift !== null && one.look.drift <= LIVE.sameContent) continue;
    const isElsewhere = seen.some(
      (other) =>
        other !== one &&
        showTheSame(one.look, other.look) &&
        sameAddress(one.candidate.row.url) !== sameAddress(other.candidate.row.url) &&
        areOfDifferent(one.candidate, other.candidate),
    );
    if (isElsewhere) found.add(one.n);
  }
  return found;
}

function showTheSame({ facts: a }: Seen, { facts: b }: Seen): boolean {
  if (a.sha256 === b.sha256) return true;
  return isClear(a.pdqQuality) && isClear(b.pdqQuality) && pdqDistance(a.pdq, b.pdq) === 0;
}

/** By the cosines of their vectors to one of the query's; where these are of no common view nobody can tell. */
function areOfDifferent(a: GradedCandidate, b: GradedCandidate): boolean {
  if (a.model !== b.model) return false;
  const differ = (one: number | null, other: number | null): boolean =>
    one !== null && other !== null && Math.abs(one - other) > LIVE.sameContent;
  return (
    differ(a.asItLies, b.asItLies) ||
    (a.similarityView === b.similarityView && differ(a.similarity, b.similarity))
  );
}
