import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredVectors } from '../../scripts/bench/clustered-vectors.ts';
import { cosineSimilarity, type Embedding } from '../../src/core/embedding.ts';
import { heldBudget, PAGE_BYTES, shareBudget, takePages } from '../../src/index/engines/held-budget.ts';
import { nearestFirst } from '../../src/index/engines/neighbours.ts';
import { usearch } from '../../src/index/engines/usearch.ts';
import type { VectorIndex } from '../../src/index/engines/vector-index.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const ROWS = 200;

async function indexOf(name: string, rows: readonly Embedding[]): Promise<VectorIndex> {
  const builder = usearch.create(rows[0].length, rows.length);
  for (const row of rows) builder.add(row);
  await builder.save(join(folder, name));
  return usearch.open(join(folder, name), rows[0].length, rows.length);
}

/** Each answer has the cosines of its own rows, and the nearest row first. */
function expectRight(index: VectorIndex, rows: readonly Embedding[], queries: readonly Embedding[]): void {
  for (const [i, { ordinals, similarities }] of index.searchAll(queries, 10).entries()) {
    const exact = rows.map((row) => cosineSimilarity(row, queries[i]));
    expect(exact[ordinals[0]]).toBe(Math.max(...exact));
    ordinals.forEach((ordinal, at) => {
      expect(Math.abs(similarities[at] - exact[ordinal])).toBeLessThanOrEqual(usearch.cosineError);
    });
  }
}

describe('rows that are held in memory', () => {
  // Each in dimensions of its own, whose memory nothing else has used.
  it.each([
    ['all', 40, 2 ** 20],
    ['some', 44, 3 * PAGE_BYTES],
    ['none but one', 23, 0],
  ])('are compared alike where there is room for %s', async (_, dimensions, bytes) => {
    shareBudget(heldBudget(bytes));
    const sets = [1, 2, 3].map((seed) => clusteredVectors(ROWS, dimensions, seed));
    const indexes: VectorIndex[] = [];
    for (const [i, { rows }] of sets.entries()) indexes.push(await indexOf(`${dimensions}-${i}`, rows));
    for (let round = 0; round < 3; round++) {
      for (const [i, index] of indexes.entries()) {
        expectRight(index, sets[i].rows, sets[i].copies(4));
      }
    }
    // Its places are given to the others, and to one that is opened later.
    indexes[0].close();
    const late = await indexOf(`${dimensions}-late`, sets[0].rows);
    expectRight(indexes[1], sets[1].rows, sets[1].copies(4));
    expectRight(late, sets[0].rows, sets[0].copies(4));
    expectRight(indexes[2], sets[2].rows, sets[2].copies(4));
  });

  it('share one budget, of which nobody takes more than there is', () => {
    shareBudget(heldBudget(10 * PAGE_BYTES + 1));
    expect([4, 4, 4, 4].map(takePages)).toEqual([4, 4, 2, 0]);
  });
});

describe('rows with their cosines', () => {
  it('are put nearest first, equally near ones by ordinal', () => {
    const similarity = fc.oneof(
      fc.float({ min: -1, max: 1, noNaN: true }),
      fc.constantFrom(0, -0, 1, -1, 0.5),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), fc.array(similarity, { minLength: 200 }), (ordinals, cosines) => {
        const rows = ordinals.slice(0, cosines.length);
        const found = nearestFirst(
          Uint32Array.from(rows),
          Float32Array.from(rows, (_, i) => cosines[i]),
        );
        const right = rows
          .map((ordinal, i) => ({ ordinal, cosine: cosines[i] + 0 }))
          .toSorted((a, b) => b.cosine - a.cosine || a.ordinal - b.ordinal);
        expect(Array.from(found.ordinals)).toEqual(right.map(({ ordinal }) => ordinal));
        expect(Array.from(found.similarities)).toEqual(right.map(({ cosine }) => cosine));
      }),
    );
  });
});
