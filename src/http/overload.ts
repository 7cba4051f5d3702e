import { type ByteBudget, createByteBudget } from '../core/byte-budget.ts';
import { TrainspotError } from '../core/errors.ts';

/** Lets so many pieces of work be under way at once; what comes beyond is refused, never queued. */
export interface Gate {
  /** @throws TrainspotError `overloaded` when all places are taken. */
  expectRoom: () => void;
  /** Runs `work` in a place of its own. @throws TrainspotError `overloaded` when all places are taken. */
  run: <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
  /**
   * Runs `work` beside all that somebody waits for: it waits until fewer than half of the places are taken and few others
   * run so, takes no place from anybody, and is never refused. In the order in which it was asked for.
   * @throws the signal's reason where that is aborted before its turn
   */
  beside: <Answer>(work: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer>;
  /** How many are under way, those beside not among them. */
  inside: () => number;
}

/** Of the places, as many more run beside them: one picture at least. */
const BESIDE = 1 / 8;

export function createGate(places: number): Gate {
  let inside = 0;
  let beside = 0;
  const besideMost = Math.max(1, Math.floor(places * BESIDE));
  const turns = new Set<() => void>();
  function giveTurns(): void {
    for (const turn of turns) {
      if (beside >= besideMost || inside >= Math.max(1, places / 2)) return;
      turns.delete(turn);
      beside++;
      turn();
    }
  }
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
        giveTurns();
      }
    },
    async beside(work, signal) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          // Given just before, it is given back by the work that refuses to begin.
          if (turns.delete(turn)) reject(signal.reason as Error);
        };
        const turn = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        turns.add(turn);
        signal.addEventListener('abort', leave, { once: true });
        giveTurns();
      });
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        beside--;
        giveTurns();
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
  /** Of batches: they take nothing of what single requests have. */
  batches: ByteBudget;
}

/**
 * @param places pieces of work at once
 * @param maxBytes of the pictures of all of them
 * @param batchesMaxBytes of the batches that are worked on
 */
export function createInFlight(places: number, maxBytes: number, batchesMaxBytes: number): InFlight {
  return {
    gate: createGate(places),
    uploads: createByteBudget(maxBytes),
    batches: createByteBudget(batchesMaxBytes),
  };
}
