/** Whether a private programme reaches a post. */
export const REACH_WORDS = {
  'within-reach': 'within reach',
  'cannot-tell': 'cannot tell',
  'not-within-reach': 'not within reach',
} as const;
