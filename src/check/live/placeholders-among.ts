import { LIVE } from '../../core/calibration.ts';
import { showTheSame } from '../../core/placeholder.ts';
import { sameAddress } from '../../core/web-address.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { Look } from './look.ts';

/**
 * The rows whose address shows a placeholder (`core/placeholder.ts`), by what the rows of this check show. One whose own
 * vector is that of the live picture is none.
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
        showTheSame(one.look.facts, other.look.facts) &&
        sameAddress(one.candidate.row.url) !== sameAddress(other.candidate.row.url) &&
        areOfDifferent(one.candidate, other.candidate),
    );
    if (isElsewhere) found.add(one.n);
  }
  return found;
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
