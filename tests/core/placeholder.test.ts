import { describe, expect, it } from 'vitest';
import { type KnownBy, showTheSame, tellingHash } from '../../src/core/placeholder.ts';

const known = (sha256: string, pdq: string, pdqQuality = 100): KnownBy => ({
  sha256: sha256.repeat(64),
  pdq: pdq.repeat(64),
  pdqQuality,
});

describe('what two addresses show', () => {
  it.each<[what: string, a: KnownBy, b: KnownBy, same: boolean]>([
    ['one file', known('a', '1'), known('a', '1'), true],
    ['one plain file', known('a', '1', 0), known('a', '1', 0), true],
    ['a picture that is saved anew for each', known('a', '1'), known('b', '1'), true],
    ['plain pictures of one hash', known('a', '1', 49), known('b', '1', 49), false],
    ['a plain picture, and a clear one of its hash', known('a', '1', 49), known('b', '1', 50), false],
    ['two pictures', known('a', '1'), known('b', '2'), false],
  ])('is the same or not: %s', (_what, a, b, same) => {
    expect(showTheSame(a, b)).toBe(same);
    expect(showTheSame(b, a)).toBe(same);
  });

  it('is known by a hash beside its file only where that tells it from others', () => {
    expect([tellingHash(known('a', '1', 50)), tellingHash(known('a', '1', 49))]).toEqual([
      '1'.repeat(64),
      null,
    ]);
  });
});
