import { describe, expect, it } from 'vitest';
import type { GradedCandidate } from '../../src/check/candidate.ts';
import { rowsToLookAt } from '../../src/check/live/choose.ts';
import { aCandidate, aRow, PLAIN_HASH } from '../helpers/candidates.ts';

const alike = (given: Partial<GradedCandidate> = {}): GradedCandidate => ({
  ...aCandidate({ similarity: 0.9, similarityView: 'as-is' }),
  grade: 'look-alike',
  ...given,
});

describe('the rows that are looked at where they stand', () => {
  it('are those nearest to the whole picture, and a few that hold a part of it, in their order', () => {
    const wholes = Array.from({ length: 20 }, (_, i) => alike({ whole: 0.9 + i / 1000, rank: 20 - i }));
    const parts = Array.from({ length: 20 }, (_, i) => alike({ rank: 60 - i, similarityView: 'inside' }));
    const chosen = rowsToLookAt([...wholes, ...parts], 12);
    expect(chosen).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 39, 38, 37]);
  });

  it('are of one kind where there are none of the other, and fewer where there are no more', () => {
    const whole = (n: number) => alike({ whole: n / 100, rank: n });
    expect(rowsToLookAt([whole(1), whole(2), whole(3)], 12)).toEqual([2, 1, 0]);
    expect(rowsToLookAt([alike({ rank: 5 }), alike({ rank: 4 })], 12)).toEqual([1, 0]);
    expect(rowsToLookAt([whole(1), whole(2), whole(3)], 1)).toEqual([2]);
    expect(rowsToLookAt([], 12)).toEqual([]);
  });

  it.each<[string, Partial<GradedCandidate>]>([
    ['was found', { grade: 'copy' }],
    ['has a hash', { row: aRow({ pdq: PLAIN_HASH, pdqQuality: 90 }) }],
    ['has keypoints', { keypoints: Uint8Array.of(1) }],
    ['was compared', { compared: true }],
  ])('are none that %s', (_why, given) => {
    expect(
      rowsToLookAt([alike({ whole: 0.99, rank: 0, ...given }), alike({ whole: 0.5, rank: 1 })], 12),
    ).toEqual([1]);
  });

  it('are not those behind the ones that were seen before, so that a check that is repeated asks nobody', () => {
    const rows = Array.from({ length: 30 }, (_, n) => alike({ whole: 0.9 - n / 100, rank: n }));
    const first = rowsToLookAt(rows, 12);
    const again = rows.map((row, n) =>
      first.includes(n)
        ? {
            ...row,
            seenSince: true,
            row: aRow({ pdq: PLAIN_HASH, pdqQuality: 90 }),
            keypoints: Uint8Array.of(1),
          }
        : row,
    );
    expect(first).toHaveLength(12);
    expect(rowsToLookAt(again, 12)).toEqual([]);
    expect(rowsToLookAt(again, 14)).toEqual([12, 13]);
    // Those that were indexed with their pictures take no other one's place.
    const indexed = again.map((row) => ({ ...row, seenSince: false }));
    expect(rowsToLookAt(indexed, 12)).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  });
});
