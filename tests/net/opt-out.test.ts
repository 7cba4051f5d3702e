import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { optOutSignal } from '../../src/net/opt-out.ts';

describe('optOutSignal', () => {
  it.each([
    [{ 'x-robots-tag': 'noai' }, 'noai'],
    [{ 'x-robots-tag': 'noindex,NOAI , noimageai' }, 'noai'],
    [{ 'x-robots-tag': ['noindex', 'noimageai'] }, 'noimageai'],
    [{ 'x-robots-tag': 'GPTBot: noai, noimageai' }, 'noai'],
    [{ 'x-robots-tag': 'ImageBot:noimageai' }, 'noimageai'],
    [{ 'tdm-reservation': '1' }, 'tdm-reservation'],
    [{ 'tdm-reservation': ' 1 ', 'x-robots-tag': 'noindex' }, 'tdm-reservation'],
    [{ 'tdm-reservation': '0' }, null],
    [{ 'tdm-reservation': '10' }, null],
    [{ 'x-robots-tag': 'noindex, nofollow, noarchive' }, null],
    [{ 'x-robots-tag': 'unavailable_after: 25 Jun 2030 15:00:00 PST' }, null],
    [{ 'x-robots-tag': 'noaindex' }, null],
    [{ 'x-robots-tag': undefined }, null],
    [{}, null],
  ] as const)('reads %j as %j', (headers, signal) => {
    const found = optOutSignal(headers as Record<string, string | string[] | undefined>);
    expect(found?.signal ?? null).toBe(signal);
    const where = signal === 'tdm-reservation' ? 'TDM-Reservation' : 'X-Robots-Tag';
    expect(found?.where).toBe(signal === null ? undefined : where);
  });

  it('finds the word among any others, in any order and case', () => {
    const others = fc.array(fc.constantFrom('noindex', 'nofollow', 'all', 'max-snippet:20', ''));
    fc.assert(
      fc.property(others, others, fc.mixedCase(fc.constant('noai')), (before, after, word) => {
        const found = optOutSignal({ 'x-robots-tag': [...before, word, ...after].join(', ') });
        expect(found?.signal).toBe('noai');
        expect(optOutSignal({ 'x-robots-tag': [...before, ...after].join(', ') })).toBe(null);
      }),
    );
  });
});
