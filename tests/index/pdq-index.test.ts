import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPdqIndex, layoutFor, type PdqIndex } from '../../src/index/pdq/hash-index.ts';
import type { KeyLayout } from '../../src/index/pdq/hash-tables.ts';
import { flipped, hashOf, nearCentre, places, smallestDistance } from './hashes.ts';

const ROWS = 2_500;
const NONE = '0'.repeat(64);
const NO_LIMIT = 1e6;

/** Those in use, and others whose parts divide 256 and the radius otherwise, or leave bits out. */
const LAYOUTS: (KeyLayout | null)[] = [
  null,
  layoutFor(100_000),
  layoutFor(10_000_000),
  { keys: 16, bits: 9 },
  { keys: 11, bits: 12 },
  { keys: 5, bits: 17 },
  { keys: 40, bits: 6 },
];

function indexOf(hashes: readonly string[], layout: KeyLayout | null): PdqIndex {
  const bytes = new Uint8Array(Buffer.from(hashes.join(''), 'hex'));
  return createPdqIndex(new Uint32Array(bytes.buffer), layout);
}

// Clusters, so that distances near the limit are common; every seventh row has no hash.
const hashes = fc
  .sample(nearCentre(60, 60), { numRuns: ROWS, seed: 1 })
  .map((hash, ordinal) => (ordinal % 7 === 3 ? NONE : hash));

/** What a look at every row finds, nearest first. */
function truth(queries: readonly string[], maxDistance: number): { ordinal: number; distance: number }[] {
  return hashes
    .map((hash, ordinal) => ({ ordinal, hash, distance: smallestDistance(hash, queries) }))
    .filter(({ hash, distance }) => hash !== NONE && distance <= maxDistance)
    .map(({ ordinal, distance }) => ({ ordinal, distance }))
    .toSorted((a, b) => a.distance - b.distance || a.ordinal - b.ordinal);
}

describe.each(
  LAYOUTS.map((layout) => [layout ? `${layout.keys} keys of ${layout.bits} bits` : 'no keys', layout]),
)('a PDQ index with %s', (_, layout) => {
  const index = indexOf(hashes, layout as KeyLayout | null);

  it('finds what a look at every row finds, each row once with its smallest distance', () => {
    const queries = fc.array(nearCentre(70, 40), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(queries, fc.integer({ min: 0, max: 40 }), (asked, maxDistance) => {
        expect(index.near(asked, maxDistance, NO_LIMIT)).toEqual(truth(asked, maxDistance));
      }),
      { numRuns: 30 },
    );
    const eight = fc.sample(nearCentre(60, 20), { numRuns: 8, seed: 2 });
    expect(truth(eight, 31).length).toBeGreaterThan(50);
  });

  it('finds a hash at exactly the distance, wherever its bits are turned, and none a bit farther', () => {
    const atDistance = fc
      .integer({ min: 0, max: 31 })
      .chain((count) => fc.tuple(fc.constant(count), places(count)));
    fc.assert(
      fc.property(atDistance, ([distance, bits]) => {
        const alone = indexOf([hashOf('row')], layout as KeyLayout | null);
        const query = [flipped(hashOf('row'), bits)];
        expect(alone.near(query, distance, 1)).toEqual([{ ordinal: 0, distance }]);
        expect(alone.near(query, distance - 1, 1)).toEqual([]);
      }),
      { numRuns: layout && layout.bits > 16 ? 5 : 60 },
    );
  });

  it('gives as many of the nearest as are asked for', () => {
    const asked = fc.sample(nearCentre(60, 20), { numRuns: 8, seed: 3 });
    const all = truth(asked, 31);
    for (const count of [0, 1, 2, 10, all.length - 1, all.length, all.length + 1]) {
      const found = index.near(asked, 31, count);
      // Which of equally near ones are the last is not said.
      expect(found.map(({ distance }) => distance)).toEqual(
        all.slice(0, count).map(({ distance }) => distance),
      );
      for (const row of found) expect(all).toContainEqual(row);
    }
  });

  it('brings up no row without hash, however near all zeros the query is', () => {
    expect(index.near([NONE, flipped(NONE, [3]), flipped(NONE, [3, 200])], 31, NO_LIMIT)).toEqual([]);
    expect(index.near([], 31, NO_LIMIT)).toEqual([]);
  });
});

describe('a PDQ index of one picture many times', () => {
  it('gives as many as are asked for, and those nearer than it all the same', () => {
    const placeholder = hashOf('placeholder');
    const many = Array.from({ length: 20_000 }, (_, i) =>
      i % 9_000 === 8_999 ? flipped(placeholder, [5]) : placeholder,
    );
    const index = indexOf(many, layoutFor(many.length));
    expect(index.near([placeholder], 31, 1_000)).toHaveLength(1_000);
    const nearer = index.near([flipped(placeholder, [5])], 31, 1_000);
    expect(nearer.slice(0, 3)).toMatchObject([
      { ordinal: 8_999, distance: 0 },
      { ordinal: 17_999, distance: 0 },
      { distance: 1 },
    ]);
    expect(new Set(nearer.map(({ ordinal }) => ordinal)).size).toBe(1_000);
  });
});
