import fc from 'fast-check';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { describe, expect, it } from 'vitest';
import type { StoredRequest } from '../../src/api/case-request.ts';
import { printableLines } from '../../src/core/text.ts';
import { calendarText } from '../../src/cases/calendar.ts';
import { viewRequest } from '../../src/cases/view.ts';
import { NOW } from '../notices/notice-inputs.ts';

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
    expect(text.endsWith('\r\nEND:VCALENDAR\r\n')).toBe(true);
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

// RFC 7986 came after the library: it takes them for properties of no known type, and leaves them as they stand.
for (const name of ['name', 'x-wr-calname']) {
  (ICAL.design.icalendar.property as Record<string, object>)[name] = { defaultType: 'text' };
}

/** What the calendar is called and what its only event says, as two libraries read it. */
function readNames(
  title: string,
  recipient: string,
): { lines: string[]; names: unknown[]; summaries: unknown[] } {
  const given = {
    ...request(1),
    recipient: { name: recipient, email: null, address: null, link: null, lookUpAt: null },
  };
  const text = calendarText({ ...CASE, title }, [given]);
  const calendar = new ICAL.Component(ICAL.parse(text));
  expect(calendar.getAllSubcomponents()).toHaveLength(1);
  expect(calendar.getAllProperties()).toHaveLength(7);
  const read = nodeIcal.sync.parseICS(text) as Record<string, Record<string, unknown>>;
  const { vcalendar } = read;
  const [event, ...more] = Object.values(read).filter(({ type }) => type === 'VEVENT');
  expect(more).toEqual([]);
  const [names, summaries] = [
    [calendar.getFirstPropertyValue('name'), calendar.getFirstPropertyValue('x-wr-calname')],
    [eventsIn(text)[0].summary],
  ];
  // It takes an escaped backslash before an n for the end of a line.
  if (!(title + recipient).includes('\\')) {
    names.push(vcalendar['name'] as string, vcalendar['WR-CALNAME'] as string);
    summaries.push(event['summary'] as string);
  }
  return { lines: text.split('\r\n'), names, summaries };
}

describe('a text of the artist in the calendar', () => {
  it.each<[what: string, title: string, shown: string]>([
    ['several lines', 'two\nlines; a, b', 'two\nlines; a, b'],
    [
      'lines of a calendar',
      'x\r\nBEGIN:VEVENT\r\nSUMMARY:y\r\nEND:VEVENT',
      'x\nBEGIN:VEVENT\nSUMMARY:y\nEND:VEVENT',
    ],
    ['a carriage return alone', 'x\rEND:VCALENDAR', 'x\nEND:VCALENDAR'],
    ['line ends of other scripts', 'x\u2028BEGIN:VEVENT\u0085END:VEVENT\u2029', 'x BEGIN:VEVENT END:VEVENT '],
    ['backslashes', 'C:\\new\\, \\n;\\', 'C:\\new\\, \\n;\\'],
    ['controls', 'a\0b\u001b[2Jc\u009bd\u007fe', 'a b [2Jc d e'],
    ['half a character, and marks that turn text', 'a\ud83db\u202egnp.exe\u2066', 'abgnp.exe'],
    ['what is folded within its letters', '🏳️‍🌈é東京'.repeat(40), '🏳️‍🌈é東京'.repeat(40)],
  ])('stays within its line: %s', (_what, title, shown) => {
    const { lines, names, summaries } = readNames(title, `x${title}x`);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    for (const name of names) expect(name).toBe(`Trainspot: ${shown}`);
    for (const summary of summaries) expect(summary).toContain(`x${shown}x`);
  });

  it('is read back as it was by two readers, whatever it holds', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        ',',
        ';',
        '\\',
        '\\n',
        ':',
        '"',
        ' ',
        '\u0085',
        '\u2028',
        'END:VCALENDAR',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const title = pieces.join('');
        const { lines, names } = readNames(title, 'somebody');
        const shown = title === '' ? 'Trainspot' : `Trainspot: ${printableLines(title)}`;
        for (const line of lines) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
        expect(lines.filter((line) => /^(BEGIN|END):/.test(line))).toHaveLength(4);
        expect(lines.slice(-2)).toEqual(['END:VCALENDAR', '']);
        for (const name of names) expect(name).toBe(shown);
      }),
      { numRuns: 300 },
    );
  });
});
