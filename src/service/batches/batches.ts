import { TrainspotError } from '../../core/errors.ts';
import type { Batches, Trainspot } from '../trainspot.ts';
import { keepBatches, type KeptBatches } from './keep.ts';
import { outcomeOf } from './outcome.ts';
import { type BatchParts, runBatch } from './run.ts';

interface Parts extends BatchParts {
  compareRows: Trainspot['compareRows'];
}

/** Many pictures by the engine of single checks, one after the other. @param kept for a day, unless given */
export function batchesOver(
  parts: Parts,
  kept: KeptBatches = keepBatches(),
): Batches & { close: () => Promise<void> } {
  const underWay = new Set<Promise<void>>();
  return {
    expectRoom: kept.expectRoom,
    open({ items, passedOver, options, client }, admission) {
      const names = items.map(({ name }) => name);
      const { batch, secret } = kept.add({ client, names, passedOver });
      const opened = { batch: batch.view(), secret };
      const waiting = items.map(({ of }) => of);
      const ended = runBatch(batch, waiting, options, (n, outcome) => kept.set(batch, n, outcome), {
        admission,
        parts,
      }).finally(() => underWay.delete(ended));
      underWay.add(ended);
      return { opened, ended };
    },
    read: (key) => kept.find(key).view(),
    follow: (key, signal) => kept.find(key).changes(signal),
    remove(key) {
      const batch = kept.find(key);
      kept.remove(batch);
      return batch.id;
    },
    async compare(key, { n, comparisons, signal }, holding) {
      const batch = kept.find(key);
      const item = batch.items().at(n);
      if (item === undefined || item.checkId === null) {
        const why = item === undefined ? `${batch.items().length} pictures` : 'no answer yet for it';
        throw new TrainspotError('batch-invalid', `There is no answer ${n} in this batch, which has ${why}.`);
      }
      const { id } = await parts.compareRows({ checkId: item.checkId, comparisons, signal }, holding);
      const result = await parts.recent.read({ checkId: id, wait: true, signal });
      kept.set(batch, n, outcomeOf(result));
      return batch.items()[n];
    },
    async close() {
      kept.close();
      await Promise.all(underWay);
    },
  };
}
