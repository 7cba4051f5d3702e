import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Match } from '../../src/api/match.ts';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import { groupByPicture } from '../../src/check/verdict/group.ts';
import { listRows, toMatches } from '../../src/check/verdict/match.ts';
import { GRADES, isFound } from '../../src/core/evidence.ts';
import { aCandidate, aRow, PLAIN_HASH, turned } from '../helpers/candidates.ts';
import { GEOMETRY } from '../web/rows.ts';

function graded(grade: GradedCandidate['grade'], given = {}): GradedCandidate {
  return { ...aCandidate(given), grade };
}

describe('groups', () => {
  it('hold the rows that show the same picture, and keep every row', () => {
    const rows = [
      aRow({ pdq: PLAIN_HASH, pdqQuality: 90 }),
      aRow({ sha256: 'c'.repeat(64) }),
      aRow({ pdq: turned(PLAIN_HASH, 31), pdqQuality: 90 }),
      aRow({ pdq: turned(PLAIN_HASH, 60), pdqQuality: 90 }),
      aRow({ sha256: 'c'.repeat(64), md5: 'd'.repeat(32) }),
      aRow({ md5: 'd'.repeat(32) }),
      aRow({ pdq: PLAIN_HASH, pdqQuality: 20 }),
    ];
    // The fourth is 60 from the first, but 29 from the third: one picture, passed on and on.
    expect(groupByPicture(rows)).toEqual([
      'picture-1',
      'picture-2',
      'picture-1',
      'picture-1',
      'picture-2',
      'picture-2',
      'picture-3',
    ]);
  });

  it('do not depend on the order of the rows', () => {
    const bits = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(bits, (turnedBits) => {
        const rows = turnedBits.map((count) => aRow({ pdq: turned(PLAIN_HASH, count), pdqQuality: 90 }));
        const partition = (ordered: typeof rows) => {
          const names = groupByPicture(ordered);
          return new Set(
            ordered.map((row) =>
              ordered
                .filter((_, i) => names[i] === names[ordered.indexOf(row)])
                .map(({ id }) => id)
                .toSorted((a, b) => a - b)
                .join(),
            ),
          );
        };
        expect(partition(rows.toReversed())).toEqual(partition(rows));
      }),
    );
  });
});

describe('a match', () => {
  it('is of the whole picture where the grade says so, however little of it has keypoints', () => {
    const area = { percent: 42, polygon: [], whole: false };
    const geometry = { ...GEOMETRY, query: area, row: area };
    const matches = toMatches(
      GRADES.map((grade) => ({ ...aCandidate({ geometry }), grade })),
      () => [],
    );
    expect(matches.map(({ geometry: shown }) => [shown?.query.whole, shown?.row.whole])).toEqual([
      [true, true],
      [true, true],
      [false, false],
      [false, false],
      [undefined, undefined],
    ]);
  });

  it('never says that a part is the whole of either picture', () => {
    const area = { percent: 42, polygon: [], whole: true };
    const geometry = { ...GEOMETRY, query: area, row: area };
    const [match] = toMatches([{ ...aCandidate({ geometry }), grade: 'part' }], () => []);
    expect([match.geometry?.query.whole, match.geometry?.row.whole]).toEqual([false, false]);
  });

  it('is of the same subject where it only looks alike and points agree, and in no other grade', () => {
    const matches = toMatches(
      GRADES.map((grade) => ({ ...aCandidate({ relation: 'same-subject', geometry: GEOMETRY }), grade })),
      () => [],
    );
    expect(matches.map(({ sameSubject }) => sameSubject)).toEqual(
      GRADES.map((grade) => grade === 'look-alike'),
    );
    const [other] = toMatches([graded('look-alike')], () => []);
    expect(other.sameSubject).toBe(false);
  });

  it('stands in one list of the answer by its grade, as many look-alikes as are asked for, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...GRADES)), fc.nat(5), (grades, limit) => {
        const rows = GRADES.flatMap((grade) => grades.filter((one) => one === grade)).map((grade) =>
          graded(grade),
        );
        const { matches, parts, lookAlikes } = listRows(rows, limit, () => []);
        const inOrder = [...matches, ...parts, ...lookAlikes].map(({ rowId }) => rowId);
        expect(inOrder).toEqual(rows.slice(0, inOrder.length).map(({ row }) => row.rowId));
        expect(new Set(parts.map(({ grade }) => grade)).size).toBeLessThanOrEqual(1);
        expect(matches.length + parts.length).toBe(rows.filter(({ grade }) => grade !== 'look-alike').length);
        expect(lookAlikes.length).toBe(Math.min(limit, rows.length - matches.length - parts.length));
        expect(matches.every(({ grade }) => isFound(grade))).toBe(true);
      }),
    );
  });

  it('has its channels where it is found or holds a part, and none where it only looks similar', () => {
    const asked: string[] = [];
    const matches = toMatches(
      GRADES.map((grade) => ({ ...aCandidate(), grade })),
      ({ rowId }) => {
        asked.push(rowId);
        return [{ id: rowId } as Match['channels'][number]];
      },
    );
    expect(matches.map(({ grade, channels }) => [grade, channels.length])).toEqual([
      ['identical', 1],
      ['copy', 1],
      ['edited', 1],
      ['part', 1],
      ['look-alike', 0],
    ]);
    expect(asked).toHaveLength(4);
  });

  it('names the view that its grade rests on', () => {
    const both = { pdqOrientation: 'mirrored', similarityView: 'rotated-90' } as const;
    const views = toMatches(
      GRADES.map((grade) => graded(grade, both)),
      () => [],
    ).map(({ view }) => view);
    expect(views).toEqual(['as-is', 'mirrored', 'rotated-90', 'rotated-90', 'rotated-90']);
  });
});

describe('the view of a match', () => {
  it.each([
    [false, 3, 'as-is'],
    [false, 88, 'rotated-90'],
    [false, -91, 'rotated-270'],
    [false, -179, 'rotated-180'],
    [true, -4, 'mirrored'],
    [true, 92, 'transversed'],
    [true, -88, 'transposed'],
    [true, 180, 'flipped'],
  ] as const)(
    'is how the picture was placed: mirrored %s, turned by %s°',
    (mirrored, rotationDegrees, view) => {
      const geometry = { ...GEOMETRY, mirrored, rotationDegrees };
      for (const grade of ['edited', 'part'] as const) {
        const [match] = toMatches([graded(grade, { geometry, similarityView: 'upper-left' })], () => []);
        expect(match.view).toBe(view);
      }
    },
  );
});
