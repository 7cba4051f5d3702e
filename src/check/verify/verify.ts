import { GRADES } from '../../core/evidence.ts';
import type { Candidate, GradedCandidate } from '../candidate.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { copy } from './copy.ts';
import { edited } from './edited.ts';
import { identical } from './identical.ts';
import { lookAlike } from './look-alike.ts';
import { part } from './part.ts';
import type { Verifier } from './verifier.ts';

/** Strongest first: a candidate gets the first grade that is confirmed. A new kind of evidence is one line here. */
const VERIFIERS: readonly Verifier[] = [identical, copy, edited, part, lookAlike];

/**
 * Gives each candidate its grade and drops those for which nothing speaks; strongest evidence first, then by
 * PDQ distance or agreeing keypoints, then by similarity to the whole picture, then to a view of it.
 */
export function gradeCandidates(candidates: readonly Candidate[], query: KeptFingerprint): GradedCandidate[] {
  return candidates.flatMap((candidate) => gradeOf(candidate, query)).toSorted(byStrength);
}

function gradeOf(candidate: Candidate, query: KeptFingerprint): GradedCandidate[] {
  const verifier = VERIFIERS.find((one) => one.confirms(candidate, query));
  return verifier ? [{ ...candidate, grade: verifier.grade }] : [];
}

/** For sorting: strongest evidence first, then by PDQ distance, then by similarity: see `gradeCandidates`. */
export function byStrength(a: GradedCandidate, b: GradedCandidate): number {
  return (
    GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade) ||
    // Beyond a copy's the distances of hashes are those of chance.
    (a.grade === 'copy' ? (a.pdqDistance ?? 256) - (b.pdqDistance ?? 256) : 0) ||
    (a.grade === 'edited' || a.grade === 'part'
      ? (b.geometry?.inliers ?? 0) - (a.geometry?.inliers ?? 0)
      : 0) ||
    Number(b.relation === 'same-subject') - Number(a.relation === 'same-subject') ||
    // Whatever is near to a part of the picture comes after what is near to the whole.
    (b.whole ?? -1) - (a.whole ?? -1) ||
    (b.similarity ?? -1) - (a.similarity ?? -1) ||
    a.row.id - b.row.id
  );
}
