import ical, { escape, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { addDays } from '../core/calendar-day.ts';
import type { CaseRequest } from '../api/case-request.ts';
import { printableLines } from '../core/text.ts';
import { listRequests } from '../db/case-requests.ts';
import { type CaseRecord, listMatches } from '../db/cases.ts';
import type { Database } from '../db/database.ts';
import { daysOf } from './days.ts';
import { nameOf } from './names.ts';
import { viewRequest } from './view.ts';

/** Calendar programs are asked to come again so often. */
const REFRESH_SECONDS = 12 * 60 * 60;

/**
 * The days to remember of a case as iCalendar (RFC 5545): of each request that awaits an answer, the last day for it; of
 * one that was refused, the last day for what is open then. The same request keeps its UID, so that a program moves its
 * event instead of adding one.
 */
export async function calendarOf(database: Database, record: CaseRecord, now: Date): Promise<string> {
  const matches = await listMatches(database, record.id);
  const requests = await listRequests(database, record.id);
  return calendarText(
    record,
    requests.map((request) => viewRequest(request, matches, now)),
  );
}

/** @param requests those without a day are left out */
export function calendarText(
  { id, title }: Pick<CaseRecord, 'id' | 'title'>,
  requests: readonly CaseRequest[],
): string {
  const calendar = ical({
    // The library escapes every text but this one, which comes in NAME and X-WR-CALNAME.
    name: escape(printableLines(title === '' ? 'Trainspot' : `Trainspot: ${title}`), false),
    prodId: '//Trainspot//Cases//EN',
    method: ICalCalendarMethod.PUBLISH,
    ttl: REFRESH_SECONDS,
  });
  for (const { uid, request, day, summary, advice } of requests.flatMap(daysOf)) {
    calendar.createEvent({
      id: `${id}-${uid}@trainspot`,
      // When what it says last changed, so that the same case gives the same bytes.
      stamp: new Date(request.updatedAt),
      start: utc(day),
      end: utc(addDays(day, 1)),
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
      summary: printableLines(summary),
      description: printableLines(`Trainspot, ${nameOf(request)}. ${advice} Information, not legal advice.`),
    });
  }
  // Every line ends with CRLF, the last one too (RFC 5545, 3.1).
  return `${calendar.toString().trimEnd()}\r\n`;
}

/** The library takes the day of an all-day event in UTC where no zone is set. */
function utc(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
