import type { RequestState, StoredRequest } from '../api/case-request.ts';
import type { AnswerTime } from '../api/notice.ts';
import { addDays, type Day, endOfMonths } from '../core/calendar-day.ts';

/**
 * Where a request can go from each state. An answer may still come after silence, and a refusal may be taken back; what
 * was removed stays so, and a picture that comes back is a new request.
 */
export const NEXT_STATES: Readonly<Record<RequestState, readonly RequestState[]>> = {
  drafted: ['sent'],
  sent: ['acknowledged', 'refused', 'removed', 'no-answer'],
  acknowledged: ['refused', 'removed', 'no-answer'],
  'no-answer': ['acknowledged', 'refused', 'removed'],
  refused: ['removed'],
  removed: [],
};

/** Where a request can go now: to no state twice, since each has the one day on which it came to it. */
export function nextStatesOf({ state, dates }: Pick<StoredRequest, 'state' | 'dates'>): RequestState[] {
  return NEXT_STATES[state].filter((next) => dates[next] === undefined);
}

/** States in which an answer is awaited. */
export function isAwaited(state: RequestState): boolean {
  return state === 'sent' || state === 'acknowledged';
}

/**
 * The last day for an answer to a request that arrived on `sentOn`, with the law that names it; where none does, the day
 * of a reminder.
 */
export function dueOf(
  sentOn: Day,
  { months, extendedMonths, reminderDays, law }: AnswerTime,
  isExtended: boolean,
): { due: Day | null; law: string | null } {
  const inAll = isExtended ? extendedMonths : months;
  if (inAll !== null) return { due: endOfMonths(sentOn, inAll), law };
  return { due: reminderDays === null ? null : addDays(sentOn, reminderDays), law: null };
}
