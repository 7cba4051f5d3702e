import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../src/core/calendar-day.ts';
import { NEXT_STATES, nextStatesOf } from '../../src/cases/states.ts';
import { REQUEST_STATES, type RequestState, type StoredRequest } from '../../src/api/case-request.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import type { AnswerTime } from '../../src/api/notice.ts';
import { noticeFacts } from '../../src/advice/facts/notices.ts';
import { dueOfRequest, extended, moved } from '../../src/cases/move.ts';

const GDPR: AnswerTime = noticeFacts('gdpr-erasure')!.answer;
const DMCA: AnswerTime = noticeFacts('dmca')!.answer;
const TODAY = '2026-11-24';

function request(state: RequestState, dates: StoredRequest['dates'] = {}): StoredRequest {
  return {
    n: 1,
    kind: 'gdpr-erasure',
    language: 'en',
    matches: [],
    recipient: null,
    fields: {},
    state,
    dates,
    extendedOn: null,
    note: '',
    updatedAt: '2026-11-24T00:00:00.000Z',
  };
}

const refused = (act: () => unknown, why: RegExp): void => {
  expect(act).toThrow(TrainspotError);
  expect(act).toThrow(why);
};

describe('the states of a request', () => {
  const pairs = REQUEST_STATES.flatMap((from) => REQUEST_STATES.map((to) => [from, to] as const));

  it.each(pairs)('from %s to %s: only as the table says', (from, to) => {
    const before = request(from, from === 'drafted' ? {} : { sent: '2026-09-01' });
    if (NEXT_STATES[from].includes(to)) {
      const after = moved(before, to, TODAY, TODAY, GDPR);
      expect(after.state).toBe(to);
      expect(after.dates[to]).toBe(TODAY);
    } else {
      refused(
        () => moved(before, to, TODAY, TODAY, GDPR),
        new RegExp(`is '${from}' and cannot become '${to}'`),
      );
    }
  });

  it('begin with a draft and always end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REQUEST_STATES), { maxLength: 20 }), (wishes) => {
        let now = request('drafted');
        let steps = 0;
        for (const to of wishes) {
          if (!nextStatesOf(now).includes(to)) continue;
          now = moved(now, to, to === 'sent' ? '2026-01-05' : TODAY, TODAY, GDPR);
          steps++;
        }
        expect(steps).toBeLessThanOrEqual(5);
        expect(now.state === 'drafted').toBe(steps === 0);
      }),
    );
  });

  it('come to none twice: its first day stands', () => {
    const dates = {
      drafted: '2026-01-01',
      sent: '2026-01-05',
      acknowledged: '2026-01-06',
      'no-answer': '2026-03-01',
    };
    const silent = request('no-answer', dates);
    refused(
      () => moved(silent, 'acknowledged', TODAY, TODAY, GDPR),
      /from there it goes to refused, removed/,
    );
    expect(moved(silent, 'refused', TODAY, TODAY, GDPR).dates).toEqual({ ...dates, refused: TODAY });
  });

  it('take no day to come, and none before the step before; a letter may be older than its draft', () => {
    const draft = request('drafted', { drafted: TODAY });
    refused(() => moved(draft, 'sent', '2026-11-25', TODAY, GDPR), /2026-11-25 is still to come/);
    const sent = moved(draft, 'sent', '2026-11-01', TODAY, GDPR);
    refused(() => moved(sent, 'acknowledged', '2026-10-31', TODAY, GDPR), /before 2026-11-01/);
  });

  it('know silence only from the day after the last one on', () => {
    const sent = request('sent', { sent: '2026-10-16' });
    expect(dueOfRequest(sent, GDPR)).toEqual({ due: '2026-11-16', law: 'GDPR Art. 12(3)' });
    refused(() => moved(sent, 'no-answer', '2026-11-16', TODAY, GDPR), /until 2026-11-16/);
    expect(moved(sent, 'no-answer', '2026-11-17', TODAY, GDPR).state).toBe('no-answer');
  });
});

describe('more time', () => {
  it('makes it three months in all, once', () => {
    const sent = request('sent', { sent: '2026-11-02' });
    const longer = extended(sent, TODAY, TODAY, GDPR);
    expect(dueOfRequest(longer, GDPR).due).toBe('2027-02-02');
    refused(() => extended(longer, TODAY, TODAY, GDPR), /possible once/);
  });

  it.each([
    [request('drafted'), GDPR, TODAY, /no answer is awaited/],
    [request('removed', { sent: '2026-11-02' }), GDPR, TODAY, /no answer is awaited/],
    [request('sent', { sent: '2026-11-02' }), DMCA, TODAY, /no time by law/],
    [request('sent', { sent: '2026-10-01' }), GDPR, TODAY, /told by 2026-11-02/],
    [request('sent', { sent: '2026-11-02' }), GDPR, '2026-11-25', /still to come/],
  ])('is refused where it cannot be (%#)', (before, answer, on, why) => {
    refused(() => extended(before, on, TODAY, answer), why);
  });
});

describe('the day that is due', () => {
  it('is a reminder where no law names one, and none before sending and after an answer', () => {
    expect(dueOfRequest(request('sent', { sent: TODAY }), DMCA)).toEqual({
      due: addDays(TODAY, 14),
      law: null,
    });
    expect(dueOfRequest(request('drafted'), GDPR).due).toBeNull();
    expect(dueOfRequest(request('refused', { sent: TODAY }), GDPR).due).toBeNull();
  });
});
