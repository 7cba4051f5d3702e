import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBatches, mapConcurrently, mapWithin, readAhead } from '../../src/core/concurrency.ts';
import { cosineSimilarity, toUnitVector } from '../../src/core/embedding.ts';
import { countOutcome, emptyCounts, type RowOutcome } from '../../src/core/outcome.ts';
import { findableHash, isPdqHash, pdqDistance } from '../../src/core/pdq-distance.ts';

const hash = fc
  .array(fc.integer({ min: 0, max: 15 }), { minLength: 64, maxLength: 64 })
  .map((digits) => digits.map((digit) => digit.toString(16)).join(''));
const vector = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }), {
    minLength: 2,
    maxLength: 64,
  })
  .filter((values) => values.some((value) => Math.abs(value) > 1e-3));

describe('the hash that a picture is found by', () => {
  it('is none for a flat one: of quality 0, or with all bits equal', () => {
    const clear = '0123456789abcdef'.repeat(4);
    expect(findableHash({ pdq: clear, pdqQuality: 1 })).toBe(clear);
    expect(findableHash({ pdq: clear, pdqQuality: 0 })).toBeNull();
    for (const digit of ['0', 'f']) {
      expect(findableHash({ pdq: digit.repeat(64), pdqQuality: 100 })).toBeNull();
      expect(findableHash({ pdq: `${digit.repeat(63)}7`, pdqQuality: 100 })).not.toBeNull();
    }
  });
});

describe('PDQ distance', () => {
  it('is a metric on 256 bits', () => {
    fc.assert(
      fc.property(hash, hash, hash, (a, b, c) => {
        expect(pdqDistance(a, a)).toBe(0);
        expect(pdqDistance(a, b)).toBe(pdqDistance(b, a));
        expect(pdqDistance(a, c)).toBeLessThanOrEqual(pdqDistance(a, b) + pdqDistance(b, c));
      }),
    );
  });

  it('counts the bits that were turned', () => {
    fc.assert(
      fc.property(
        hash,
        fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { maxLength: 256 }),
        (original, turned) => {
          const digits = Array.from(original, (digit) => Number.parseInt(digit, 16));
          for (const bit of turned) digits[bit >> 2] ^= 1 << (bit & 3);
          const changed = digits.map((digit) => digit.toString(16)).join('');
          expect(pdqDistance(original, changed)).toBe(turned.length);
        },
      ),
    );
  });

  it('knows a hash by its form', () => {
    fc.assert(fc.property(hash, isPdqHash));
    for (const text of ['', 'f'.repeat(63), 'F'.repeat(64), 'g'.repeat(64)])
      expect(isPdqHash(text)).toBe(false);
  });
});

describe('unit vectors', () => {
  it('have length 1 and keep their direction', () => {
    fc.assert(
      fc.property(vector, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, factor) => {
        const unit = toUnitVector(values);
        expect(cosineSimilarity(unit, unit)).toBeCloseTo(1, 5);
        const scaled = toUnitVector(values.map((value) => value * factor));
        expect(cosineSimilarity(unit, scaled)).toBeCloseTo(1, 5);
      }),
    );
  });

  it.each([[[0, 0]], [[Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 1]], [[]]])('refuse %j', (values) => {
    expect(() => toUnitVector(values)).toThrow(/vector/);
  });
});

describe('counts', () => {
  const outcome: fc.Arbitrary<RowOutcome> = fc.oneof(
    fc.constant<RowOutcome>({ kind: 'indexed' }),
    fc.constant<RowOutcome>({ kind: 'listed' }),
    fc.constant<RowOutcome>({ kind: 'skipped' }),
    fc.nat().map<RowOutcome>((line) => ({ kind: 'refused', reason: 'bad-url', line })),
    fc.constantFrom('http-404', 'timeout').map<RowOutcome>((reason) => ({ kind: 'failed', reason })),
  );

  it('lose no row', () => {
    fc.assert(
      fc.property(fc.array(outcome), (outcomes) => {
        const counts = emptyCounts();
        for (const each of outcomes) countOutcome(counts, each);
        const sum = (reasons: Record<string, number>) => Object.values(reasons).reduce((a, b) => a + b, 0);
        expect(counts.rows).toBe(outcomes.length);
        const { indexed, listed, skipped } = counts;
        expect(indexed + listed + skipped + sum(counts.refused) + sum(counts.failed)).toBe(outcomes.length);
        expect(counts.refusedRows.length).toBe(Math.min(20, sum(counts.refused)));
      }),
    );
  });
});

describe('concurrency', () => {
  it('keeps the order and the limit', async () => {
    let underWay = 0;
    let most = 0;
    const answers = await mapConcurrently([5, 1, 4, 2, 3, 0], 3, async (item) => {
      most = Math.max(most, ++underWay);
      for (let i = 0; i < item; i++) await Promise.resolve();
      underWay--;
      return item * 2;
    });
    expect(answers).toEqual([10, 2, 8, 4, 6, 0]);
    expect(most).toBe(3);
  });

  it('starts nothing more after a failure, and throws it', async () => {
    const started: number[] = [];
    const run = mapConcurrently([0, 1, 2, 3, 4, 5, 6, 7], 2, async (item) => {
      started.push(item);
      if (item === 1) throw new Error('the second');
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    await expect(run).rejects.toThrow('the second');
    expect(started.length).toBeLessThan(8);
  });

  it('begins no more than fit together, in their order, and a heavy item alone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 12 })),
        fc.integer({ min: 1, max: 4 }),
        async (weights, limit) => {
          const begun: number[] = [];
          const underWay = new Set<number>();
          const places = weights.map((_, i) => i);
          await mapWithin(places, { limit, most: 10, weigh: (i) => weights[i] }, async (i) => {
            begun.push(i);
            underWay.add(i);
            const weight = [...underWay].reduce((sum, each) => sum + weights[each], 0);
            expect(underWay.size).toBeLessThanOrEqual(limit);
            expect(weight <= 10 || underWay.size === 1).toBe(true);
            for (let turn = 0; turn < weights[i]; turn++) await Promise.resolve();
            underWay.delete(i);
          });
          expect(begun).toEqual(places);
          expect(underWay.size).toBe(0);
        },
      ),
    );
  });

  it('ends what is under way after a failure, begins nothing more, and throws it', async () => {
    const ended: number[] = [];
    const load = { limit: 2, most: 100, weigh: () => 1 };
    const run = mapWithin([0, 1, 2, 3, 4], load, async (item) => {
      if (item === 0) throw new Error('the first');
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      ended.push(item);
    });
    await expect(run).rejects.toThrow('the first');
    expect(ended).toEqual([1]);
  });

  it('reads one item ahead and no more, all of them in order, up to where reading fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer()),
        fc.option(fc.nat(12)),
        fc.nat(12),
        async (items, failsAt, stopsAt) => {
          let read = 0;
          let isClosed = false;
          async function* source() {
            try {
              for (const item of items) {
                if (read === failsAt) throw new Error('torn');
                read++;
                yield item;
              }
            } finally {
              isClosed = true;
            }
          }
          const taken: number[] = [];
          const taking = (async () => {
            for await (const item of readAhead(source())) {
              expect(read).toBeLessThanOrEqual(taken.length + 2);
              taken.push(item);
              if (taken.length > stopsAt) break;
            }
          })();
          const isTorn = failsAt !== null && failsAt < items.length && failsAt <= stopsAt;
          if (isTorn) await expect(taking).rejects.toThrow('torn');
          else await taking;
          expect(taken).toEqual(items.slice(0, Math.min(isTorn ? failsAt : Infinity, stopsAt + 1)));
          expect(isClosed || items.length === 0).toBe(true);
        },
      ),
    );
  });

  it('batches without losing an item', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), async (items, size) => {
        const batches: number[][] = [];
        async function* source() {
          yield* items;
        }
        for await (const batch of inBatches(source(), size)) batches.push(batch);
        expect(batches.flat()).toEqual(items);
        for (const batch of batches.slice(0, -1)) expect(batch.length).toBe(size);
      }),
    );
  });
});
