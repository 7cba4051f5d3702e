import type { LookAlikes } from '../api/look-alikes.ts';
import { SEARCH_TEXT_LENGTH } from '../core/bounds.ts';
import { TrainspotError } from '../core/errors.ts';
import { rowInWords } from './find-rows.ts';

/** Rows of one search at most: what the service gives at once. */
export const MAX_LIKE = 100;

/** What looks rows up by something else, and cannot go with words for pictures. */
const OTHERS = ['url', 'domain', 'sha256', 'md5', 'caption', 'after'] as const;

/** @throws TrainspotError `usage` for too long a text, and where something else is to be looked up as well */
export function expectLike(
  text: string,
  { subdomains, ...options }: Partial<Record<(typeof OTHERS)[number], string>> & { subdomains: boolean },
): void {
  const others = OTHERS.filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (!subdomains) others.push('--no-subdomains');
  if (others.length > 0) {
    throw new TrainspotError('usage', `--like stands alone; ${others.join(' and ')} came with it.`);
  }
  // Said here, so that a running server is not asked in vain.
  if (text.length > SEARCH_TEXT_LENGTH) {
    throw new TrainspotError(
      'usage',
      `--like has ${text.length} characters; ${SEARCH_TEXT_LENGTH} are taken.`,
    );
  }
}

/** The answer as lines for a person at a terminal. */
export function likeInWords({ sentence, lookAlikes, readings, notes = [] }: LookAlikes): string[] {
  return [
    `  ${sentence}`,
    ...notes.map((note) => `  ${note}`),
    ...lookAlikes.flatMap(({ similarity, model, row }) => [
      ...rowInWords(row),
      `    look-alike, cosine ${similarity.toFixed(3)} by ${model}`,
    ]),
    ...readings.map(({ model, words }) => `  A cosine by ${model}: ${words}`),
  ];
}
