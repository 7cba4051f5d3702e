import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FALSE_POSITIVES, falsePositivesOf } from '../../src/core/false-positives.ts';
import { MEASURED } from '../../src/core/measured.ts';
import type { KindCounts, Measured } from '../../src/core/measured-counts.ts';
import { falsePositiveWords } from '../../src/core/words/false-positives.ts';

function aKind(kind: string, pictures: number, edits: number, wrongPictures = 0): KindCounts {
  const found = [wrongPictures * edits, wrongPictures] as const;
  return { kind, asked: [pictures * edits, pictures], found, byGrade: { edited: found } };
}

function measured(...sizes: (readonly [rows: number, ...kinds: KindCounts[]])[]): Measured {
  return {
    measuredOn: '2026-11-27',
    how: 'by hand',
    sizes: sizes.map(([rows, ...kinds]) => ({ rows, kinds })),
  };
}

describe('the false positives of a check', () => {
  it('are said in words, bounded by the pictures and not by their edits', () => {
    const rate = falsePositivesOf(measured([1000, aKind('flat', 412, 10)]));
    expect(rate).toMatchObject({ pictures: 412, checks: 4120, answeredFound: 0, per10000AtMost: 93 });
    expect(falsePositiveWords(rate)).toBe(
      'Of 4,120 checks of 412 other pictures, none was answered “found”; so at most 93 in 10,000.',
    );
    expect(falsePositivesOf(measured([1000, aKind('flat', 412, 1)])).per10000AtMost).toBe(93);
  });

  it.each([
    [1, 1, 'one was'],
    [2, 1, '2 were'],
    [5, 300, '1,500 were'],
  ])('%i edits of %i wrong pictures: %s answered found', (edits, wrong, words) => {
    const rate = falsePositivesOf(measured([10, aKind('flat', 400, edits, wrong)]));
    expect(falsePositiveWords(rate)).toContain(`, ${words} answered “found”`);
  });

  it('are those of the largest index in whole and by kind, and stand there for each size', () => {
    const rate = falsePositivesOf(
      measured(
        [1000, aKind('flat', 10, 2), aKind('scenes', 30, 2)],
        [10_000, aKind('flat', 10, 2, 1), aKind('scenes', 30, 2)],
      ),
    );
    expect(rate).toMatchObject({ pictures: 40, checks: 80, answeredFound: 2, picturesAnsweredFound: 1 });
    expect(rate.byKind.map(({ kind, pictures, answeredFound }) => [kind, pictures, answeredFound])).toEqual([
      ['flat', 10, 2],
      ['scenes', 30, 0],
    ]);
    expect(rate.rows.map(({ rows, answeredFound }) => [rows, answeredFound])).toEqual([
      [1000, 0],
      [10_000, 2],
    ]);
  });

  it('never promise less than was seen, nor more certainty of fewer pictures', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat({ max: 3000 }), (pictures, some) => {
        const wrong = some % (pictures + 1);
        const rate = falsePositivesOf(measured([10, aKind('flat', pictures, 3, wrong)]));
        expect(rate.per10000AtMost).toBeGreaterThanOrEqual((1e4 * rate.answeredFound) / rate.checks);
        expect(rate.per10000AtMost).toBeLessThanOrEqual(10_000);
        const more = falsePositivesOf(measured([10, aKind('flat', pictures * 2, 3, wrong * 2)]));
        expect(more.per10000AtMost).toBeLessThanOrEqual(rate.per10000AtMost);
      }),
    );
  });

  it('are refused where nothing was measured', () => {
    expect(() => falsePositivesOf(measured())).toThrow('Nothing was measured');
  });

  it('of this release are of sizes that ascend, each of the same checks, and no more wrong than asked', () => {
    const sizes = MEASURED.sizes.map(({ rows }) => rows);
    expect(sizes).toEqual([...sizes].toSorted((a, b) => a - b));
    expect(new Set(FALSE_POSITIVES.rows.map(({ checks }) => checks)).size).toBe(1);
    for (const { asked, found, byGrade } of MEASURED.sizes.flatMap(({ kinds }) => kinds)) {
      expect(asked[0]).toBeGreaterThanOrEqual(asked[1]);
      expect(found[1]).toBeLessThanOrEqual(asked[1]);
      expect(found[0]).toBe(Object.values(byGrade).reduce((sum, [checks]) => sum + checks, 0));
    }
  });
});
