import { describe, expect, it } from 'vitest';
import { createGrowingPdqIndex } from '../../src/index/pdq/growing-index.ts';
import { digest } from '../db/rows.ts';
import { turned } from '../helpers/candidates.ts';

const hashOf = (id: number, version = 0): string => digest('sha256', `${id} ${version}`);

describe('hashes to which more come', () => {
  // Below and above what is compared one by one, and beyond what a rebuilding takes in.
  it.each([1, 10, 1_999, 2_001, 5_000])(
    'are all found, nearest first, after each of three batches of %i',
    (size) => {
      const index = createGrowingPdqIndex();
      for (let batch = 0; batch < 3; batch++) {
        const ids = Array.from({ length: size }, (_, i) => batch * size + i);
        index.put(
          ids,
          ids.map((id) => hashOf(id)),
        );
        for (const id of [0, Math.floor(size / 2), ids[0], ids[size - 1]]) {
          expect(index.near([turned(hashOf(id), 31)], 31, 10)).toEqual([{ imageId: id, distance: 31 }]);
        }
      }
    },
  );

  it.each([3, 4_000])('are found by what they are now, and not by what they were, of %i', (size) => {
    const index = createGrowingPdqIndex();
    const ids = Array.from({ length: size }, (_, i) => i);
    index.put(
      ids,
      ids.map((id) => hashOf(id)),
    );
    expect(index.near([hashOf(1)], 31, 10)).toEqual([{ imageId: 1, distance: 0 }]);
    index.put([1], [hashOf(1, 1)]);
    expect(index.near([hashOf(1)], 31, 10)).toEqual([]);
    expect(index.near([hashOf(1, 1)], 31, 10)).toEqual([{ imageId: 1, distance: 0 }]);
  });

  it('give no more than are asked for', () => {
    const index = createGrowingPdqIndex();
    index.put(
      [5, 4, 3],
      [1, 2, 3].map(() => hashOf(9)),
    );
    expect(index.near([hashOf(9)], 31, 2)).toHaveLength(2);
  });
});
