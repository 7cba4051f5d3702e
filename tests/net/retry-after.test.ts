import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../src/net/retry-after.ts';

const NOW = Date.parse('Tue, 24 Nov 2026 10:00:00 GMT');

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    [['7', '9'], 7_000],
    ['Tue, 24 Nov 2026 10:01:30 GMT', 90_000],
    // The two older forms that RFC 9110 still allows.
    ['Tuesday, 24-Nov-26 10:01:30 GMT', 90_000],
    ['Tue Nov 24 10:01:30 2026 GMT', 90_000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['', null],
    ['may', null],
    [undefined, null],
    [[], null],
  ])('reads %j as %j ms', (header, expected) => {
    expect(retryAfterMs(header, NOW)).toBe(expected);
  });
});
