import type { OptOutAudit } from '../api/opt-out.ts';

/**
 * Why an audit answers nothing: something was refused for what was served there, and nothing that was read says yes or
 * no, so that what was refused might have. Null for every other audit.
 */
export function whyUnanswered({ mechanisms, crawlers, fetched }: OptOutAudit): string | null {
  const isAnswered =
    mechanisms.some(({ state }) => state === 'reserves' || state === 'allows') ||
    crawlers.some(({ mayFetch }) => mayFetch === false);
  const problem = [...fetched, ...mechanisms].find((each) => each.problem !== undefined)?.problem;
  if (isAnswered || problem === undefined) return null;
  return `What this says about AI training is not known. ${problem.detail}`;
}
