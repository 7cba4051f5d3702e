import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayOf, endOfMonths, isDay } from '../../src/core/calendar-day.ts';

const DAYS = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map(dayOf);
const MONTHS = fc.integer({ min: 0, max: 40 });

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
/** Whole months from one day's month to another's. */
const monthsBetween = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
  Number(to.slice(5, 7)) -
  Number(from.slice(5, 7));

describe('a day', () => {
  it.each([
    ['2026-11-24', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-01', false],
    ['0999-01-01', false],
    ['2026-11-24T00:00:00Z', false],
    ['', false],
  ])('"%s" is one: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });
});

describe('months after a day', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-03-31', 1, '2026-04-30'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-02-28', 1, '2026-03-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-11-24', 0, '2026-11-24'],
  ])('%s and %i are %s', (day, months, end) => {
    expect(addMonths(day, months)).toBe(end);
  });

  it('keep the date, or are the last of a month that has none', () => {
    fc.assert(
      fc.property(DAYS, MONTHS, (day, months) => {
        const end = addMonths(day, months);
        expect(isDay(end)).toBe(true);
        expect(monthsBetween(day, end)).toBe(months);
        const isLast = addDays(end, 1).slice(8) === '01';
        expect(end.slice(8) === day.slice(8) || (isLast && end.slice(8) < day.slice(8))).toBe(true);
      }),
    );
  });

  it('never come in another order than their days', () => {
    fc.assert(
      fc.property(DAYS, DAYS, MONTHS, (a, b, months) => {
        const [first, second] = [a, b].toSorted();
        expect(endOfMonths(first, months) <= endOfMonths(second, months)).toBe(true);
      }),
    );
  });
});

describe('the end of a period of months', () => {
  it.each([
    // A Thursday.
    ['2026-11-24', 1, '2026-12-24'],
    // A Saturday, a Sunday.
    ['2026-10-14', 1, '2026-11-16'],
    ['2026-10-15', 1, '2026-11-16'],
    ['2026-01-31', 1, '2026-03-02'],
    ['2026-11-24', 3, '2027-02-24'],
  ])('of %s and %i is %s', (day, months, end) => {
    expect(endOfMonths(day, months)).toBe(end);
  });

  it('is a working day, at most two days after the same date', () => {
    fc.assert(
      fc.property(DAYS, MONTHS, (day, months) => {
        const end = endOfMonths(day, months);
        expect([0, 6]).not.toContain(weekday(end));
        const bare = addMonths(day, months);
        expect([0, 1, 2].map((days) => addDays(bare, days))).toContain(end);
        if (![0, 6].includes(weekday(bare))) expect(end).toBe(bare);
      }),
    );
  });
});
