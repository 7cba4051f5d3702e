import type { Trainspot } from '../../../src/service/trainspot.ts';
import type { Fingerprinter } from '../../../src/fingerprint/fingerprinter.ts';
import type { Stage } from '../options.ts';
import type { Outcome } from '../score/outcome.ts';
import { isSamePicture, type KnownRow } from '../set/twins.ts';
import { isNearPdq, type CandidateStage } from './candidates.ts';
import type { EmbeddingStage } from './embedding.ts';
import type { GeometryStage } from './geometry.ts';
import { checkEdit } from './pipeline.ts';

/** What the stages need; null for those that were not asked for. */
export interface OpenStages {
  service: Trainspot;
  candidates: CandidateStage | null;
  embedding: EmbeddingStage | null;
  geometry: GeometryStage | null;
  fingerprinter: Fingerprinter;
}

/** What each wanted stage says of an edited picture. */
export async function judge(
  own: KnownRow,
  edited: Uint8Array,
  wanted: readonly Stage[],
  { service, candidates, embedding, geometry, fingerprinter }: OpenStages,
): Promise<Omit<Outcome, 'picture' | 'kind' | 'edit'>> {
  const nearest = Object.entries((await embedding?.nearest(edited)) ?? {});
  return {
    pipeline: wanted.includes('pipeline') ? await checkEdit(service, own, edited) : null,
    isCandidate: (await candidates?.isCandidate(own, edited)) ?? null,
    isNearPdq: wanted.includes('pdq') ? await isNearPdq(own, edited, fingerprinter) : null,
    isNearest: Object.fromEntries(nearest.map(([model, [first]]) => [model, isSamePicture(own, first)])),
    isNear: Object.fromEntries(
      nearest.map(([model, keys]) => [model, keys.some((key) => isSamePicture(own, key))]),
    ),
    geometry: (await geometry?.compare(own, edited)) ?? null,
  };
}
