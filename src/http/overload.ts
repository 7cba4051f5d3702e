import { type ByteBudget, createByteBudget } from '../core/byte-budget.ts';
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

/** What the service has under way, over all its routes: made once for an app, so that a limit is said once. */
export interface InFlight {
  /** Of checks and all else that takes as much. */
  gate: Gate;
  /** Of pictures that were sent, or fetched for a request. */
  uploads: ByteBudget;
}

/** @param places pieces of work at once @param maxBytes of the pictures of all of them */
export function createInFlight(places: number, maxBytes: number): InFlight {
  return { gate: createGate(places), uploads: createByteBudget(maxBytes) };
}
