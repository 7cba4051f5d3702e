import { GRADES, type Candidate, type GradedCandidate } from '../../core/evidence.ts';
import type { Fingerprint } from '../../core/fingerprint.ts';
import { copy } from './copy.ts';
import { identical } from './identical.ts';
import { lookAlike } from './look-alike.ts';
import type { Verifier } from './verifier.ts';

/** Strongest first: a candidate gets the first grade that is confirmed. A new kind of evidence is one line here. */
const VERIFIERS: readonly Verifier[] = [identical, copy, lookAlike];

/**
 * Gives each candidate its grade and drops those for which nothing speaks; strongest evidence first, then by
 * PDQ distance, then by similarity.
 */
export async function gradeCandidates(
  candidates: readonly Candidate[],
  query: Fingerprint,
): Promise<GradedCandidate[]> {
  const graded = await Promise.all(candidates.map((candidate) => gradeOne(candidate, query)));
  return graded.filter((candidate) => candidate !== null).toSorted(byStrength);
}

async function gradeOne(candidate: Candidate, query: Fingerprint): Promise<GradedCandidate | null> {
  for (const verifier of VERIFIERS) {
    if (await verifier.confirms(candidate, query))
      return { ...candidate, grade: verifier.grade, geometry: null, compared: candidate.signature !== null };
  }
  return null;
}

/** For sorting: strongest evidence first, then by PDQ distance, then by similarity. */
export function byStrength(a: GradedCandidate, b: GradedCandidate): number {
  return (
    GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) ||
    // Among look-alikes the hash means nothing: their distances are those of chance.
    (a.grade === 'look-alike' ? 0 : (a.pdqDistance ?? 256) - (b.pdqDistance ?? 256)) ||
    (b.similarity ?? -1) - (a.similarity ?? -1) ||
    a.row.id - b.row.id
  );
}
