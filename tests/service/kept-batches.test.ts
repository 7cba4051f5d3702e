import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import { keepBatches, type KeptLimits } from '../../src/service/batches/keep.ts';
import { outcomeOf } from '../../src/service/batches/outcome.ts';
import { RESULT } from '../http/answers.ts';

const HOUR_MS = 3_600_000;
const LIMITS: KeptLimits = { batches: 3, items: 10, rows: 100, ofClient: 2, toCompareBytes: 10 };

const NEW = { client: '192.0.2.1', names: ['a.jpg', 'b.jpg'], passedOver: null };

function kept(limits: Partial<KeptLimits> = {}) {
  let nowMs = 0;
  const batches = keepBatches({ ...LIMITS, ...limits }, () => nowMs);
  const add = (names = NEW.names, client = NEW.client) => {
    const { batch, secret } = batches.add({ ...NEW, names, client });
    const isKnown = (): boolean => {
      try {
        return batches.find({ id: batch.id, secret }) === batch;
      } catch (error) {
        expect((error as TrainspotError).code).toBe('batch-unknown');
        return false;
      }
    };
    return { batch, secret, isKnown };
  };
  return { batches, add, pass: (ms: number) => (nowMs += ms) };
}

const waiting = (letters: number) =>
  outcomeOf({ ...RESULT, toCompare: [{ n: 0, keypoints: 'A'.repeat(letters) }] });

describe('batches that are kept', () => {
  it('are there for a day, and not longer', () => {
    const { add, pass } = kept();
    const { batch, isKnown } = add();
    pass(24 * HOUR_MS - 1);
    expect(isKnown()).toBe(true);
    pass(1);
    expect(isKnown()).toBe(false);
    expect(batch.ending.signal.aborted).toBe(true);
  });

  it('make room for others once they are done, the oldest first, and not before', () => {
    const { add } = kept({ ofClient: 10 });
    const [first, second, third] = [add(), add(), add()];
    second.batch.finish();
    third.batch.finish();
    const fourth = add();
    expect([first, second, third, fourth].map(({ isKnown }) => isKnown())).toEqual([true, false, true, true]);
    const large = add(['c.jpg', 'd.jpg', 'e.jpg', 'f.jpg', 'g.jpg']);
    expect([first, third, fourth, large].map(({ isKnown }) => isKnown())).toEqual([true, false, true, true]);
  });

  it('are so many of one client as may be under way at once', () => {
    const { add, batches } = kept();
    const { batch } = add();
    add();
    expect(() => add()).toThrow(/2 batches of yours/);
    expect(add(['c.jpg'], '192.0.2.2').isKnown()).toBe(true);
    batches.remove(batch);
    expect(add().isKnown()).toBe(true);
  });

  it('hold what is to be compared for an hour, as far as there is room for it', () => {
    const { add, batches, pass } = kept();
    const { batch } = add();
    batches.set(batch, 0, waiting(8));
    batches.set(batch, 1, waiting(8));
    expect(batch.items().map(({ toCompare, undecided }) => [toCompare?.length, undecided])).toEqual([
      [1, 1],
      [undefined, 1],
    ]);
    // What was looked at makes room.
    batches.set(batch, 0, outcomeOf(RESULT));
    batches.set(batch, 1, waiting(8));
    expect(batch.items().map(({ toCompare, undecided }) => [toCompare?.length, undecided])).toEqual([
      [undefined, 0],
      [1, 1],
    ]);
    pass(HOUR_MS);
    add();
    expect(batch.items()[1].toCompare).toBeUndefined();
    batches.set(batch, 0, waiting(10));
    expect(batch.items()[0].toCompare).toHaveLength(1);
  });

  it('keep of a picture that is listed again and again some rows, and how many more there are', () => {
    const [match] = RESULT.matches;
    const many = Array.from({ length: 40 }, (_, n) => ({ ...match, n }));
    const { matches, parts, rowsLeftOut } = outcomeOf({ ...RESULT, matches: many, parts: many });
    expect([matches.length, parts.length, rowsLeftOut]).toEqual([25, 0, 55]);
  });

  it('are gone with the service', () => {
    const { add, batches } = kept();
    const { isKnown } = add();
    batches.close();
    expect(isKnown()).toBe(false);
  });
});
