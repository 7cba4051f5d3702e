import type { BatchItem } from '../../api/batch.ts';
import type { SteadyClock } from '../../core/clock.ts';
import type { KeptBatch } from './kept-batch.ts';

/** Items that have rows to be compared by whoever has the picture, within a bound of all of them together. */
export interface WaitingLooks {
  /** Bytes of what an item has to be compared, where there is any and room for it; null otherwise. */
  roomFor: (toCompare: BatchItem['toCompare']) => number | null;
  add: (item: BatchItem, batch: KeptBatch, bytes: number) => void;
  forget: (item: BatchItem) => void;
  /** Those that are older, oldest first. */
  olderThan: (ageMs: number) => { item: BatchItem; batch: KeptBatch }[];
}

export function keepWaitingLooks(mostBytes: number, now: SteadyClock): WaitingLooks {
  const looks = new Map<BatchItem, { batch: KeptBatch; at: number; bytes: number }>();
  let held = 0;
  return {
    roomFor(toCompare = []) {
      const bytes = toCompare.reduce((sum, { keypoints }) => sum + keypoints.length, 0);
      return bytes > 0 && held + bytes <= mostBytes ? bytes : null;
    },
    add(item, batch, bytes) {
      looks.set(item, { batch, at: now(), bytes });
      held += bytes;
    },
    forget(item) {
      held -= looks.get(item)?.bytes ?? 0;
      looks.delete(item);
    },
    olderThan: (ageMs) =>
      [...looks].filter(([, { at }]) => at <= now() - ageMs).map(([item, { batch }]) => ({ item, batch })),
  };
}
