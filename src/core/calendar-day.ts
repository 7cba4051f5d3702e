/** A day without a time or a zone, as YYYY-MM-DD. */
export type Day = string;

const MS_OF_DAY = 86_400_000;
const SATURDAY = 6;
const SUNDAY = 0;

/** Whether `text` is a day that exists, from the year 1000 on: 2027-02-29 is none. */
export function isDay(text: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(new Date(time)) === text;
}

/** The day that a moment falls on in UTC. */
export function dayOf(moment: Date): Day {
  return moment.toISOString().slice(0, 10);
}

/** @param days whole ones, negative for earlier */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * MS_OF_DAY));
}

/**
 * The same date so many months later; where that month has no such date, its last day: 31 January and a month is
 * 28 February, or the 29th (Regulation (EEC, Euratom) No 1182/71, Art. 3(2)(c)).
 * @param months 0 or more
 */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return dayOf(lastOfMonth);
}

/**
 * The last day of a period of months that begins with what happened on `from`, which does not count itself. A period
 * that would end on a Saturday or Sunday ends on the Monday after (the same regulation, Art. 3(1), (2)(c) and (4)).
 * Public holidays move the end too; they differ from country to country and are not counted here, so the true end
 * may be a working day or two later, never earlier.
 */
export function endOfMonths(from: Day, months: number): Day {
  return nextWorkingDay(addMonths(from, months));
}

/** `day` itself, or the Monday after where it is a Saturday or Sunday. */
function nextWorkingDay(day: Day): Day {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, weekday === SATURDAY ? 2 : weekday === SUNDAY ? 1 : 0);
}
