import type { YesNo } from './answers.ts';
import type { Channel, SourceStatus } from './channel.ts';

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

/** Whether what a programme took may hold a post, by what was published about it. Never "it was used". */
export const REACHES = ['within-reach', 'not-within-reach', 'cannot-tell'] as const;
export type Reach = (typeof REACHES)[number];

/** A channel, with what goes wrong there. */
export interface ExposureChannel extends Channel {
  traps: string[];
}

/** What one private programme means for one post. */
export interface Exposure {
  /** Name of the programme. */
  programme: string;
  title: string;
  owner: string;
  reach: Reach;
  /** Dates, region, audience: why, in sentences. */
  why: string[];
  /** What was taken, and when, as far as it was published. */
  what: string;
  /** Where the answer was read. */
  source: string;
  checkedOn: string;
  status: SourceStatus;
  /** Whom to ask, the best first; none where it is not within reach. */
  channels: ExposureChannel[];
}
