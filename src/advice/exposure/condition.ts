import type { Post, PostPattern, PostQuestion } from './questions.ts';
import { platformTitle } from '../facts/platforms.ts';
import type { ReachCondition } from '../facts/programmes.ts';
import { liesIn, regionWords } from '../facts/regions.ts';

/** Whether one demand of a condition is met: certainly, certainly not, or depending on what is not known. */
export type Met = 'yes' | 'no' | 'open';

/** One demand of a condition, and how the post stands to it. */
export interface Demand {
  met: Met;
  /** What is demanded, as a sentence about the programme. */
  words: string;
}

// Made once: a formatter costs more than all the rest of an answer.
const DAY_WORDS = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** What a question demands, by the answer that it must have. */
const QUESTION_WORDS: Readonly<Record<PostQuestion, Record<'yes' | 'no', string>>> = {
  public: { yes: 'Only public posts are taken.', no: 'Only posts that are not public are taken.' },
  adultThen: {
    yes: 'Only posts of people who were 18 or older then are taken.',
    no: 'This is about posts of people who were under 18 then.',
  },
  adultNow: {
    yes: 'This is about people who are 18 or older now.',
    no: 'This is about people who are under 18 now.',
  },
  hashtags: { yes: 'Only posts with hashtags are taken.', no: 'Only posts without hashtags are taken.' },
  face: { yes: 'Only pictures that show a face are taken.', no: 'Only pictures without a face are taken.' },
  ownPost: { yes: 'This is about your own posts.', no: 'This is about what somebody else posted.' },
};

/** Every demand of a condition. A condition holds where all are met, and cannot hold where one is not. */
export function demandsOf(condition: ReachCondition, post: Post): Demand[] {
  const { platforms, from, before, regions, answers } = condition;
  return [
    ...(platforms === null ? [] : [onPlatform(platforms, post)]),
    ...(from === null ? [] : [postedFrom(from, post)]),
    ...(before === null ? [] : [postedBefore(before, post)]),
    ...(regions === null ? [] : [postedIn(regions, post)]),
    ...Object.entries(answers).map(([question, asked]) => answered(question as PostQuestion, asked, post)),
  ];
}

/** Whether the answers may be those that are asked for. */
export function mayFit(answers: PostPattern, post: Post): boolean {
  return Object.entries(answers).every(
    ([question, asked]) => answered(question as PostQuestion, asked, post).met !== 'no',
  );
}

/** All of them together: no is stronger than open, open than yes. */
export function allMet(demands: readonly Demand[]): Met {
  if (demands.some(({ met }) => met === 'no')) return 'no';
  return demands.some(({ met }) => met === 'open') ? 'open' : 'yes';
}

function onPlatform(platforms: readonly string[], { platform }: Post): Demand {
  const names = platforms.map(platformTitle).join(' and ');
  const met = platform === 'unknown' ? 'open' : platforms.includes(platform) ? 'yes' : 'no';
  return { met, words: `Only what stands on ${names} is taken.` };
}

function postedFrom(day: string, { posted }: Post): Demand {
  const met = posted === null ? 'open' : posted.first >= day ? 'yes' : posted.last < day ? 'no' : 'open';
  return { met, words: `This is about posts from ${dayWords(day)} on.` };
}

function postedBefore(day: string, { posted }: Post): Demand {
  const met = posted === null ? 'open' : posted.last < day ? 'yes' : posted.first >= day ? 'no' : 'open';
  return { met, words: `This is about posts from before ${dayWords(day)}.` };
}

function postedIn(regions: readonly string[], { region }: Post): Demand {
  const met = ({ within: 'yes', outside: 'no', perhaps: 'open' } as const)[liesIn(region, regions)];
  return { met, words: `This is about people who lived in ${regionWords(regions)}.` };
}

function answered(question: PostQuestion, asked: readonly ('yes' | 'no')[], post: Post): Demand {
  const answer = post[question];
  const met =
    answer === 'unknown' ? (asked.length > 1 ? 'yes' : 'open') : asked.includes(answer) ? 'yes' : 'no';
  return { met, words: asked.map((one) => QUESTION_WORDS[question][one]).join(' ') };
}

function dayWords(day: string): string {
  return DAY_WORDS.format(new Date(day));
}
