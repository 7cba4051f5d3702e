import { TrainspotError } from './errors.ts';

/** The bytes of one piece of work that are held in memory. */
export interface HeldBytes {
  /** @throws TrainspotError `overloaded` when `bytes` more do not fit. */
  add(bytes: number): void;
}

/** Bounds the bytes that all work together holds in memory. */
export interface ByteBudget {
  /** Runs `work`, and lets go of what it held however it ends. */
  holding: <Answer>(work: (held: HeldBytes) => Promise<Answer>) => Promise<Answer>;
  /** How many are held. */
  held: () => number;
}

/** It counts bytes that have arrived, not requests, so that clients which send slowly take no room from the others. */
export function createByteBudget(maxBytes: number): ByteBudget {
  let total = 0;
  return {
    async holding(work) {
      let mine = 0;
      try {
        return await work({
          add(bytes) {
            if (total + bytes > maxBytes) {
              throw new TrainspotError(
                'overloaded',
                'Too many pictures are being received. Try again shortly.',
              );
            }
            mine += bytes;
            total += bytes;
          },
        });
      } finally {
        total -= mine;
      }
    },
    held: () => total,
  };
}
