import { endOfMonths, isDay } from '../../core/calendar-day.ts';
import type { MissingField } from '../../api/notice.ts';
import type { NoticeRequest } from '../request.ts';
import { asks, type NoticeKind, readWording } from '../kind.ts';
import words from '../wording/regulator-complaint.json' with { type: 'json' };

/** GDPR Art. 12(3). */
const MONTHS_TO_ANSWER = 1;

/** A complaint about a request that was refused, or not answered within its month. */
export const regulatorComplaint: NoticeKind = {
  id: 'regulator-complaint',
  asked: [
    ...asks(
      ['name', 'address', 'email', 'controller', 'requested', 'requestedOn', 'outcome', 'identification'],
      [],
    ),
    { field: 'answer', required: ({ outcome }) => outcome === 'refused' },
    ...asks(['concernsMe'], ['explanation']),
  ],
  needsRows: false,
  wording: readWording('regulator-complaint.json', words),
  faults: tooEarly,
};

/** Silence is no ground for a complaint before the month is over. */
function tooEarly({ fields: { outcome, requestedOn }, date }: NoticeRequest): MissingField[] {
  if (outcome !== 'no-answer' || typeof requestedOn !== 'string' || !isDay(requestedOn)) return [];
  const end = endOfMonths(requestedOn, MONTHS_TO_ANSWER);
  if (date > end) return [];
  return [
    {
      field: 'requestedOn',
      ask: `More time: the month for an answer to a request of ${requestedOn} runs until ${end}, so a complaint about silence begins after it.`,
    },
  ];
}
