import type { Verifier } from './verifier.ts';

/** A crop, an overlay, a recolour or a collage of it: keypoints of both pictures agree on one placement. */
export const edited: Verifier = {
  grade: 'edited',
  confirms: ({ geometry }) => geometry !== null,
};
