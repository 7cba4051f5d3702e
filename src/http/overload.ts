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
}

/** Bounds the bytes that all requests together hold in memory. */
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

/** What the service has under way, over all its routes: made once for an app, so that a limit is said once. */
export interface InFlight {
  /** Of checks and all else that takes as much. */
  gate: Gate;
  /** Of pictures that were sent. */
  uploads: ByteBudget;
}

/** @param places pieces of work at once, each with one picture of `maxBytes` at most */
export function createInFlight(places: number, maxBytes: number): InFlight {
  return { gate: createGate(places), uploads: createByteBudget(places * maxBytes) };
}
