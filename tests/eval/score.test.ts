import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenEdits } from '../../scripts/eval/edits/registry.ts';
import type { Outcome, PipelineOutcome } from '../../scripts/eval/score/outcome.ts';
import { tableOf } from '../../scripts/eval/score/table.ts';
import { wilsonInterval } from '../../src/core/wilson.ts';

const share = fc
  .tuple(fc.nat({ max: 100_000 }), fc.nat({ max: 100_000 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

describe('the Wilson interval', () => {
  it('holds the share itself, and lies between 0 and 1', () => {
    fc.assert(
      fc.property(share, ([hits, total]) => {
        const [low, high] = wilsonInterval(hits, total);
        const own = total === 0 ? 0.5 : hits / total;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(own);
        expect(high).toBeGreaterThanOrEqual(own);
      }),
    );
  });

  it('is the other way round for what was missed', () => {
    fc.assert(
      fc.property(share, ([hits, total]) => {
        const [low, high] = wilsonInterval(hits, total);
        const [missedLow, missedHigh] = wilsonInterval(total - hits, total);
        expect(missedLow).toBeCloseTo(1 - high, 10);
        expect(missedHigh).toBeCloseTo(1 - low, 10);
      }),
    );
  });

  it('narrows as more is seen', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 50 }), ([hits, total], times) => {
        fc.pre(total > 0);
        const [low, high] = wilsonInterval(hits, total);
        const [surerLow, surerHigh] = wilsonInterval(hits * times, total * times);
        expect(surerHigh - surerLow).toBeLessThan(high - low);
      }),
    );
  });

  it('solves the equation that it is made of: each end is 1.96 deviations from the share', () => {
    fc.assert(
      fc.property(share, ([hits, total]) => {
        fc.pre(hits > 0 && hits < total);
        for (const end of wilsonInterval(hits, total)) {
          const deviation = Math.sqrt((end * (1 - end)) / total);
          expect(Math.abs(hits / total - end) / deviation).toBeCloseTo(1.96, 3);
        }
      }),
    );
  });

  it('refuses what is no share', () => {
    expect(() => wilsonInterval(3, 2)).toThrow('3 of 2');
    expect(() => wilsonInterval(-1, 2)).toThrow(RangeError);
    expect(() => wilsonInterval(Number.NaN, 2)).toThrow(RangeError);
  });
});

describe('the table', () => {
  const edits = chosenEdits('blur,crop-40,meme');
  const checked = (part: Partial<PipelineOutcome>): PipelineOutcome => ({
    grade: null,
    rank: null,
    trueMatches: [],
    falseMatches: [],
    othersAsPart: 0,
    othersAlike: 0,
    rowsSearched: 10,
    ...part,
  });
  const outcome = (edit: string, pipeline: PipelineOutcome, isNearest: Record<string, boolean>): Outcome => ({
    picture: 'eval-a/1',
    kind: 'photographs',
    edit,
    pipeline,
    isCandidate: true,
    isNearPdq: null,
    isNearest,
    isNear: { a: true, b: true },
    geometry: null,
  });
  const outcomes = [
    outcome('blur', checked({ grade: 'copy', rank: 1, trueMatches: ['copy', 'copy'] }), { a: true, b: true }),
    outcome('crop-40', checked({ grade: 'look-alike', rank: 2 }), { a: false, b: true }),
    outcome(
      'meme',
      checked({ falseMatches: [{ row: 'eval-b/2', grade: 'copy', inliers: null, agreementPercent: null }] }),
      { a: false, b: false },
    ),
  ];
  const table = tableOf(outcomes, edits, ['a', 'b']);

  it('counts a look-alike as not found, and a stage that was not asked as nothing', () => {
    expect(table.lines.map(({ found }) => found)).toEqual([1, 0, 0]);
    expect(table.lines.map(({ firstShare }) => firstShare)).toEqual([1, 0, 0]);
    expect(table.lines.map(({ pdq }) => pdq)).toEqual([null, null, null]);
    expect(table.lines[1].grades).toMatchObject({ 'look-alike': 1, none: 0 });
    expect(table.means.map(({ name, queries, found }) => [name, queries, found])).toEqual([
      ['standard', 2, 0.5],
      ['hard', 1, 0],
    ]);
  });

  it('counts right and false pairs of each grade, and all pairs searched', () => {
    const copy = table.precision.find(({ grade }) => grade === 'copy')!;
    expect(copy).toMatchObject({ truePairs: 2, falsePairs: 1, precision: 2 / 3 });
    expect(copy.interval).toEqual(wilsonInterval(2, 3));
    expect(table.precision.find(({ grade }) => grade === 'edited')).toMatchObject({ precision: null });
    expect(table.pairsSearched).toBe(30);
    expect(table.lines.map(({ falseMatches }) => falseMatches)).toEqual([0, 0, 1]);
  });

  it('gives the means of pictures of a folder and of drawings where there are both', () => {
    const drawn = { ...outcomes[1], picture: 'eval-b/drawn-000003', kind: 'drawn-illustrations' };
    const { means } = tableOf([...outcomes, drawn], edits, []);
    expect(means.map(({ name, queries, found }) => [name, queries, found])).toEqual([
      ['standard', 3, 1 / 3],
      ['standard-folder', 2, 0.5],
      ['standard-drawn', 1, 0],
      ['hard', 1, 0],
    ]);
  });

  it('divides the mean misses of two models', () => {
    expect(table.missRatios).toHaveLength(1);
    expect(table.missRatios[0]).toMatchObject({ first: 'a', second: 'b' });
    expect(table.missRatios[0].ratio).toBeCloseTo(2, 10);
  });
});
