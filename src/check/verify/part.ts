import type { Verifier } from './verifier.ts';

/** A part of the one picture stands in the other, and the rest of both differs. */
export const part: Verifier = {
  grade: 'part',
  confirms: ({ relation }) => relation === 'part',
};
