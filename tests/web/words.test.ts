import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Match } from '../../src/api/match.ts';
import { bySamePicture } from '../../src/web/answer/group.ts';
import { channelMailto } from '../../src/web/words/mailto.ts';
import { coverageWords, dateWords, hostOf, timeWords } from '../../src/web/words/words.ts';

const row = { dataset: 'demo', release: 'bundled', rowId: '42' };
const coverage = {
  rowsSuppressed: 0,
  rowsNotCompared: 0,
  ...row,
  rowsListed: 50,
  rowsHashed: 50,
  rowsFingerprinted: 10_000,
  model: 'pocket',
  indexedAt: '2026-11-23T06:00:00Z',
};

describe('coverage in words', () => {
  it.each([
    [50, 50, '50 of 50 pictures'],
    [1, 3, '1 of 3 pictures, 33.3 %'],
    [200, 413_000_000, '200 of 413,000,000 pictures, under 0.01 %'],
    [9996, 10_000, '9,996 of 10,000 pictures, 99.9 %'],
    [1, null, '1 picture; how many were published is not known'],
  ])('%i of %s', (rowsIndexed, rowsPublished, words) => {
    expect(coverageWords({ ...coverage, rowsIndexed, rowsPublished })).toBe(words);
  });

  it('says what is kept out', () => {
    const whole = { ...coverage, rowsIndexed: 48, rowsPublished: 50 };
    const lost = coverageWords({ ...whole, rowsNotCompared: 3 });
    expect(lost).toContain('3 pictures could not be compared closely');
    expect(coverageWords(whole)).not.toContain('compared closely');
    const words = coverageWords({ ...coverage, rowsIndexed: 48, rowsPublished: 50, rowsSuppressed: 2 });
    expect(words).toBe('48 of 50 pictures, 96 %; 2 pictures kept out at somebody’s wish');
  });

  it('says of how many the picture was looked at, where it is not all of them', () => {
    const some = { ...coverage, rowsIndexed: 48, rowsPublished: 50, rowsFingerprinted: 3 };
    expect(coverageWords(some)).toBe('48 of 50 pictures, 96 %; of 3 the picture itself was looked at here');
  });

  it('never says 100 % of a part', () => {
    const part = fc
      .integer({ min: 2, max: 6_000_000_000 })
      .chain((published) => fc.tuple(fc.integer({ min: 0, max: published - 1 }), fc.constant(published)));
    fc.assert(
      fc.property(part, ([rowsIndexed, rowsPublished]) => {
        expect(coverageWords({ ...coverage, rowsIndexed, rowsPublished })).not.toContain('100 %');
      }),
    );
  });
});

describe('numbers in words', () => {
  it('writes dates in UTC, and leaves what is no date as it stands', () => {
    expect(dateWords('2026-11-23T23:59:59Z')).toBe('23 November 2026');
    expect(dateWords('2026-11-01')).toBe('1 November 2026');
    expect(dateWords('last week')).toBe('last week');
    expect(timeWords('2026-11-24T08:05:59.123Z')).toBe('24 November 2026, 08:05 UTC');
    expect(timeWords('last week')).toBe('last week');
  });

  it('names the host of an address', () => {
    expect(hostOf('https://i.pinimg.com/a/b.jpg')).toBe('i.pinimg.com');
    expect(hostOf('nowhere')).toBe('nowhere');
  });
});

describe('an e-mail for a channel', () => {
  it('carries every field, whatever is in it, and no header of its own', () => {
    const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.option(fc.string()), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fields, (given) => {
        const address = new URL(channelMailto('a@example.org', given, row));
        expect([...address.searchParams.keys()]).toEqual(['subject', 'body']);
        const body = address.searchParams.get('body') ?? '';
        for (const value of Object.values(given)) expect(body).toContain(value ?? '');
      }),
    );
  });

  it('keeps an address from adding to itself', () => {
    expect(channelMailto('a@b.example?cc=c@d.example', {}, row)).toMatch(/^mailto:a@b\.example%3Fcc%3Dc@d/);
  });
});

describe('matches by picture', () => {
  const matches = fc.array(
    fc.record({
      group: fc.constantFrom('picture-1', 'picture-2'),
      dataset: fc.constantFrom('a', 'b'),
      release: fc.constantFrom('1', '2'),
      url: fc.constantFrom('https://x.example/1', 'https://x.example/2', 'https://y.example/1'),
    }),
  ) as unknown as fc.Arbitrary<Match[]>;

  it('loses none, repeats none, and mixes nothing', () => {
    fc.assert(
      fc.property(matches, (given) => {
        const pictures = bySamePicture(given);
        const shown = pictures.flatMap(({ rows }) => rows);
        expect(new Set(shown)).toEqual(new Set(given));
        expect(shown).toHaveLength(given.length);
        expect(new Set(pictures.map(({ group }) => group)).size).toBe(pictures.length);
        for (const { group, rows } of pictures) for (const row of rows) expect(row.group).toBe(group);
      }),
    );
  });
});
