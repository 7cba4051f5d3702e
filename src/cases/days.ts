import type { Day } from '../core/calendar-day.ts';
import type { CaseRequest } from '../api/case-request.ts';
import { nameOf } from './names.ts';

/** A day of a case to remember. */
interface DayToRemember {
  /** Within the case; the same one each time. */
  uid: string;
  request: CaseRequest;
  day: Day;
  summary: string;
  advice: string;
}

/** The days to remember of a request: the last one for an answer, and for what is open after a refusal. */
export function daysOf(request: CaseRequest): DayToRemember[] {
  const { n, due, redress } = request;
  const uid = `request-${n}`;
  const answer =
    due === null
      ? []
      : [
          {
            uid,
            request,
            day: due,
            summary: summaryOf(request),
            advice: 'Note the answer in your case, or that none came.',
          },
        ];
  if (redress === null || redress.until === null) return answer;
  const summary = `Last day for a complaint (${redress.law}): ${nameOf(request)}`;
  return [
    ...answer,
    { uid: `${uid}-redress`, request, day: redress.until, summary, advice: redress.sentence },
  ];
}

function summaryOf(request: CaseRequest): string {
  const { dueLaw } = request;
  return dueLaw === null
    ? `Reminder, no time is set by law: ${nameOf(request)}`
    : `Last day for an answer (${dueLaw}): ${nameOf(request)}`;
}
