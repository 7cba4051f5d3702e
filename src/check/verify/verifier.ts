import type { Candidate } from '../candidate.ts';
import type { Grade } from '../../core/evidence.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';

/** One kind of evidence: it can confirm that a candidate earns its grade, and nothing else. */
export interface Verifier {
  grade: Grade;
  confirms(candidate: Candidate, query: KeptFingerprint): boolean;
}
