import type { YesNo } from '../../api/answers.ts';

/** What can be asked of a post with yes or no. */
export const POST_QUESTIONS = ['public', 'adultThen', 'adultNow', 'hashtags', 'face', 'ownPost'] as const;
export type PostQuestion = (typeof POST_QUESTIONS)[number];

/** A post as somebody remembers it; all that matters is the account that posted it. */
export interface Post extends Record<PostQuestion, YesNo> {
  /** A name of `platforms.json`, or `unknown`. */
  platform: string;
  /** The first and the last day on which it may have been posted, YYYY-MM-DD; null where nobody remembers. */
  posted: { first: string; last: string } | null;
  /** Where its author lived then: a region by `readRegion`, or `unknown`. */
  region: string;
}

/** Of each question the answers that a condition asks for. */
export type PostPattern = Readonly<Partial<Record<PostQuestion, readonly ('yes' | 'no')[]>>>;
