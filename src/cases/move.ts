import { type Day, endOfMonths } from '../core/calendar-day.ts';
import { dueOf, isAwaited, nextStatesOf } from './states.ts';
import type { RequestState, StoredRequest } from '../api/case-request.ts';
import { TrainspotError } from '../core/errors.ts';
import type { AnswerTime } from '../api/notice.ts';

/**
 * The request in its next state.
 * @param on the day on which it came to it @param today no later day is known yet
 * @throws TrainspotError `request-state` for a step that is none, a day before the last one or after today, and for
 * silence before the time for an answer is over
 */
export function moved(
  request: StoredRequest,
  to: RequestState,
  on: Day,
  today: Day,
  answer: AnswerTime,
): StoredRequest {
  const { n, state, dates } = request;
  const next = nextStatesOf(request);
  if (!next.includes(to)) {
    const ways = next.length === 0 ? 'it ends there' : `from there it goes to ${next.join(', ')}`;
    throw wrong(`Request ${n} is '${state}' and cannot become '${to}'; ${ways}.`);
  }
  expectDay(on, lastDay(request), today);
  const due = to === 'no-answer' ? dueOfRequest(request, answer).due : null;
  if (due !== null && on <= due) {
    throw wrong(
      `Request ${n} may be answered until ${due}: it can be marked as not answered from the day after on.`,
    );
  }
  return { ...request, state: to, dates: { ...dates, [to]: on } };
}

/**
 * The request with the longer time that its recipient asked for.
 * @throws TrainspotError `request-state` where no law knows that, or it was said too late (GDPR Art. 12(3): within the
 * first month)
 */
export function extended(request: StoredRequest, on: Day, today: Day, answer: AnswerTime): StoredRequest {
  const { n, state, dates, extendedOn } = request;
  if (!isAwaited(state))
    throw wrong(`Request ${n} is '${state}': no answer is awaited that could take longer.`);
  if (extendedOn !== null) throw wrong(`Request ${n} was extended on ${extendedOn}; that is possible once.`);
  if (answer.months === null || answer.extendedMonths === null) {
    throw wrong(`Request ${n} has no time by law that could be extended.`);
  }
  expectDay(on, dates.sent ?? on, today);
  const first = endOfMonths(dates.sent ?? on, answer.months);
  if (on > first) {
    throw wrong(
      `An extension must be told by ${first}, within the first time for an answer (${answer.law}); ${on} is too late.`,
    );
  }
  return { ...request, extendedOn: on };
}

/** By when it is to be answered; null before it was sent, and once it was answered. */
export function dueOfRequest(
  { state, dates, extendedOn }: StoredRequest,
  answer: AnswerTime,
): { due: Day | null; law: string | null } {
  if (!isAwaited(state) || dates.sent === undefined) return { due: null, law: null };
  return dueOf(dates.sent, answer, extendedOn !== null);
}

/** Of the steps taken so far; a letter may have been sent before it was written down here. */
function lastDay({ dates }: StoredRequest): Day {
  const steps = Object.entries(dates).filter(([step]) => step !== 'drafted');
  return (
    steps
      .map(([, day]) => day)
      .toSorted()
      .at(-1) ?? ''
  );
}

function expectDay(on: Day, earliest: Day, today: Day): void {
  if (on > today) throw wrong(`${on} is still to come; today is ${today} (UTC).`);
  if (on < earliest) throw wrong(`${on} is before ${earliest}, the day of the step before.`);
}

function wrong(message: string): TrainspotError {
  return new TrainspotError('request-state', message);
}
