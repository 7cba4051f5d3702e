import type { PostQuestionnaire } from '../../api/exposure.ts';
import type { YesNo } from '../../api/answers.ts';
import { TrainspotError } from '../../core/errors.ts';
import { type Post, POST_QUESTIONS, type PostQuestion } from './questions.ts';
import { allPlatforms } from '../facts/platforms.ts';
import { needRegion } from '../facts/regions.ts';

/** Nobody posted pictures on the web before it was there. */
const FIRST_YEAR = 1991;

/**
 * The post that somebody asks about.
 * @param today YYYY-MM-DD; nothing was posted later
 * @throws TrainspotError `answers-invalid` where the platform, the day or the region is none, or the answers about the
 * author's age contradict each other
 */
export function readPost(asked: PostQuestionnaire, today: string): Post {
  const answers = Object.fromEntries(
    POST_QUESTIONS.map((question) => [question, asked[question] ?? 'unknown']),
  ) as Record<PostQuestion, YesNo>;
  if (answers.adultThen === 'yes' && answers.adultNow === 'no') {
    throw wrong("'adultThen' is yes and 'adultNow' is no, but nobody grows younger. Correct one of them.");
  }
  return {
    ...answers,
    // Whoever was 18 then is so now; whoever is not now was not then.
    adultNow: answers.adultThen === 'yes' ? 'yes' : answers.adultNow,
    adultThen: answers.adultNow === 'no' ? 'no' : answers.adultThen,
    platform: readPlatform(asked.platform ?? 'unknown'),
    posted: readDays(asked.posted ?? 'unknown', today),
    region: needRegion('region', asked.region ?? 'unknown'),
  };
}

function readPlatform(text: string): string {
  const name = text.trim().toLowerCase();
  const names = [...allPlatforms().map((platform) => platform.name), 'unknown'];
  if (names.includes(name)) return name;
  throw wrong(`'platform' is '${text.slice(0, 40)}'; it should be one of ${names.join(', ')}.`);
}

/** The days that a year, a month or a day stands for. */
function readDays(text: string, today: string): Post['posted'] {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'unknown') return null;
  const [, year, month = null, day = null] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(trimmed) ?? [];
  const first = year === undefined ? null : realDay(year, month ?? '01', day ?? '01');
  if (first === null) {
    throw wrong(
      `'posted' is '${text.slice(0, 40)}'; write the day as 2024-06-26, the month as 2024-06 or the year.`,
    );
  }
  if (Number(year) < FIRST_YEAR || first > today) {
    throw wrong(`'posted' is ${trimmed}; it should lie between ${FIRST_YEAR} and today, ${today}.`);
  }
  const last = day === null ? lastDay(year, month) : first;
  return { first, last: last < today ? last : today };
}

function realDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month}-${day}`;
  const time = Date.parse(text);
  // 2024-02-30 would become 1 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}

function lastDay(year: string, month: string | null): string {
  if (month === null) return `${year}-12-31`;
  return new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10);
}

function wrong(message: string): TrainspotError {
  return new TrainspotError('answers-invalid', message);
}
