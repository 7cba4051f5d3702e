import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { StoredRequest } from '../../src/core/case.ts';
import { calendarText } from '../../src/takedown/case/calendar.ts';
import { viewRequest } from '../../src/takedown/case/view.ts';
import { NOW } from './notice-wishes.ts';

const CASE = { id: '7d3c1f0e-0000-4000-8000-000000000000', title: 'Ölbild; „Évora“, 2019' };

function request(n: number, changes: Partial<StoredRequest> = {}) {
  const stored: StoredRequest = {
    n,
    kind: 'gdpr-erasure',
    language: 'en',
    matches: [],
    recipient: {
      name: 'Büro für sehr lange Namen, Abteilung Datenschutz & Ärger; «été» 東京',
      email: null,
      address: null,
      link: null,
      lookUpAt: null,
    },
    fields: {},
    state: 'sent',
    dates: { sent: '2026-11-24' },
    extendedOn: null,
    note: '',
    updatedAt: '2026-11-24T09:00:00.000Z',
    ...changes,
  };
  return viewRequest(stored, [], NOW);
}

/** The events as another library reads them. */
function eventsIn(text: string): InstanceType<typeof ICAL.Event>[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
}

describe('the calendar of a case', () => {
  const text = calendarText(CASE, [
    request(1),
    request(2, { extendedOn: '2026-11-30', state: 'acknowledged' }),
    request(3, { kind: 'dmca' }),
    request(4, { state: 'drafted', dates: {} }),
    request(5, { state: 'removed' }),
  ]);

  it('has an all-day event on the day that is due, for each request that awaits an answer', () => {
    const events = eventsIn(text);
    expect(events.map(({ startDate }) => startDate.toString())).toEqual([
      '2026-12-24',
      '2027-02-24',
      '2026-12-08',
    ]);
    for (const { startDate, endDate } of events) {
      expect(startDate.isDate).toBe(true);
      expect(endDate.toJSDate().getTime() - startDate.toJSDate().getTime()).toBe(86_400_000);
    }
    expect(events[0].summary).toContain('GDPR Art. 12(3)');
    expect(events[0].summary).toContain('Datenschutz & Ärger; «été» 東京');
    expect(events[2].summary).toContain('no time is set by law');
  });

  it('keeps each UID, and moves the event, when the day changes', () => {
    const [before] = eventsIn(calendarText(CASE, [request(1)]));
    const [after] = eventsIn(calendarText(CASE, [request(1, { extendedOn: '2026-11-30' })]));
    expect(after.uid).toBe(before.uid);
    expect(after.startDate.toString()).not.toBe(before.startDate.toString());
    const uids = eventsIn(text).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(3);
  });

  it('is what RFC 5545 asks for: CRLF, lines of 75 octets at most, DTSTAMP in UTC, whole characters', () => {
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const lines = text.split('\r\n');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines.some((line) => line.startsWith(' '))).toBe(true);
    expect(text).not.toContain('\ufffd');
    expect(lines.filter((line) => line === 'DTSTAMP:20261124T090000Z')).toHaveLength(3);
    expect(lines[0]).toBe('BEGIN:VCALENDAR');
    expect(lines).toContain('VERSION:2.0');
    expect(lines.some((line) => line.startsWith('PRODID:'))).toBe(true);
  });

  it('gives the same bytes for the same case, and is whole without any day', () => {
    expect(calendarText(CASE, [request(1)])).toBe(calendarText(CASE, [request(1)]));
    expect(eventsIn(calendarText(CASE, []))).toEqual([]);
  });
});
