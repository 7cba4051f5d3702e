import { describe, expect, it } from 'vitest';
import { kindLines } from '../../scripts/eval/score/by-kind.ts';
import type { FalseMatch, Outcome, SeenGrade } from '../../scripts/eval/score/outcome.ts';
import { sizeCounts } from '../../scripts/eval/score/per-check.ts';
import { wrongPairs } from '../../scripts/eval/score/wrong-pairs.ts';

const wrong = (row: string, grade: FalseMatch['grade'], inliers: number | null = null): FalseMatch => ({
  row,
  grade,
  inliers,
  agreementPercent: inliers,
});

function outcome(
  kind: string,
  picture: string,
  edit: string,
  grade: SeenGrade | null,
  falseMatches: FalseMatch[] = [],
): Outcome {
  return {
    picture,
    kind,
    edit,
    pipeline: {
      grade,
      rank: 1,
      trueMatches: [],
      falseMatches,
      othersAsPart: 2,
      othersAlike: 3,
      rowsSearched: 10,
    },
    isCandidate: null,
    isNearPdq: null,
    isNearest: {},
    isNear: {},
    geometry: null,
  };
}

const outcomes = [
  outcome('flat', 'a', 'unedited', 'copy', [wrong('b', 'edited', 9), wrong('c', 'copy')]),
  outcome('flat', 'a', 'grey', 'part', [wrong('b', 'edited', 30)]),
  outcome('flat', 'b', 'unedited', null),
  outcome('flat', 'b', 'grey', 'look-alike'),
  outcome('scenes', 'd', 'unedited', 'edited'),
];

describe('checks of pictures that are not in the index', () => {
  it('count as answered found by what is left without the own row, by their strongest grade', () => {
    const { rows, kinds } = sizeCounts(500, outcomes);
    expect(rows).toBe(500);
    expect(kinds).toEqual([
      { kind: 'flat', asked: [4, 2], found: [2, 1], byGrade: { copy: [1, 1], edited: [1, 1] } },
      { kind: 'scenes', asked: [1, 1], found: [0, 0], byGrade: {} },
    ]);
  });
});

describe('the lines by kind', () => {
  it('tell a part, a look-alike and what is missed from what is found', () => {
    const lines = kindLines(outcomes);
    expect(lines.map(({ kind, edit }) => `${kind} ${edit}`)).toEqual([
      'flat all',
      'flat unedited',
      'flat grey',
      'scenes all',
      'scenes unedited',
    ]);
    expect(lines[0]).toEqual({
      kind: 'flat',
      edit: 'all',
      asked: 4,
      found: 1,
      part: 1,
      lookAlike: 1,
      missed: 1,
      wrong: { identical: 0, copy: 1, edited: 2 },
      othersAsPart: 8,
      othersAlike: 12,
    });
  });
});

describe('the wrong pairs', () => {
  it('name each pair of pictures once, with its strongest claim first and every edit', () => {
    const pairs = wrongPairs(outcomes);
    expect(pairs.map(({ picture, row, grade }) => [picture, row, grade])).toEqual([
      ['a', 'c', 'copy'],
      ['a', 'b', 'edited'],
    ]);
    expect(pairs[1]).toMatchObject({ kind: 'flat', inliers: 30, edits: ['grey', 'unedited'] });
  });
});
