import type { Reach } from '../exposure.ts';

/** Whether a private programme reaches a post. */
export const REACH_WORDS: Readonly<Record<Reach, string>> = {
  'within-reach': 'within reach',
  'cannot-tell': 'cannot tell',
  'not-within-reach': 'not within reach',
};
