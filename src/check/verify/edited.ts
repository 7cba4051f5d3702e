import type { Verifier } from './verifier.ts';

/** A crop, an overlay, a recolour or a collage of it: of what both pictures show all agrees but for what was laid over it. */
export const edited: Verifier = {
  grade: 'edited',
  confirms: ({ relation }) => relation === 'same-picture',
};
