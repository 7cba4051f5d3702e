import { TrainspotError } from '../core/errors.ts';

/** Lets so many pieces of work be under way at once; what comes beyond is refused, never queued. */
export interface Gate {
  /** @throws TrainspotError `overloaded` when all places are taken. */
  expectRoom: () => void;
  /** Runs `work` in a place of its own. @throws TrainspotError `overloaded` when all places are taken. */
  run: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  /** How many are under way. */
  inside: () => number;
}

export function createGate(places: number): Gate {
  let inside = 0;
  function expectRoom(): void {
    if (inside < places) return;
    throw new TrainspotError(
      'overloaded',
      `${places} checks are under way, as many as fit. Try again shortly.`,
    );
  }
  return {
    expectRoom,
    async run(work) {
      expectRoom();
      inside++;
      try {
        return await work();
      } finally {
        inside--;
      }
    },
    inside: () => inside,
  };
}

/** The bytes of one request that are held in memory. */
export interface HeldBytes {
  /** @throws TrainspotError `overloaded` when `bytes` more do not fit. */
  add(bytes: number): void;
  release(): void;
}

/**
 * Bounds what all requests together hold in memory. It counts bytes that have arrived, not requests, so that
 * clients which send slowly take no room from the others.
 */
export function createByteBudget(maxBytes: number): () => HeldBytes {
  let total = 0;
  return () => {
    let held = 0;
    return {
      add(bytes) {
        if (total + bytes > maxBytes) {
          throw new TrainspotError('overloaded', 'Too many pictures are being received. Try again shortly.');
        }
        held += bytes;
        total += bytes;
      },
      release() {
        total -= held;
        held = 0;
      },
    };
  };
}
