import { TrainspotError } from '../core/errors.ts';

/**
 * What the database is asked for, which says how long it may take: whether it answers at all; what somebody waits for;
 * what is followed beside that; what changes many rows, or waits for others who do; and a migration.
 */
export type Purpose = 'probe' | 'answer' | 'upkeep' | 'work' | 'migration';

/** The longest that one question may take, in milliseconds. */
export type TimeLimits = Readonly<Record<Purpose, number>>;

const MINUTE_MS = 60_000;

/** @param answerMs of what somebody waits for */
export function timeLimitsFor(answerMs = 10_000): TimeLimits {
  return {
    probe: Math.min(2_000, answerMs),
    answer: answerMs,
    upkeep: 2 * MINUTE_MS,
    work: 60 * MINUTE_MS,
    migration: 24 * 60 * MINUTE_MS,
  };
}

/** How long somebody waits, and what tells that they wait no more. */
export interface Wait {
  mostMs: number;
  signal?: AbortSignal;
}

/**
 * What `answer` gives, unless the time is over first or nobody waits any more. Whatever asks so has to be bounded
 * itself: it is not stopped.
 * @param giveUp told why before this fails, when it fails of itself
 * @throws TrainspotError `database-unavailable` when the time is over @throws the signal's reason
 */
export function within<T>(
  answer: Promise<T>,
  { mostMs, signal }: Wait,
  giveUp: (why: unknown) => void = () => {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => stop(noAnswer(mostMs)), mostMs);
    const onAbort = (): void => stop(signal?.reason);
    function end(): void {
      clearTimeout(timer);
      // The signal may be heard by many more, and outlive this.
      signal?.removeEventListener('abort', onAbort);
    }
    function stop(why: unknown): void {
      end();
      giveUp(why);
      reject(why as Error);
    }
    answer.finally(end).then(resolve, reject);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort);
  });
}

/** Said of a question that took too long. */
export function noAnswer(mostMs: number): TrainspotError {
  return new TrainspotError(
    'database-unavailable',
    `The database does not answer: it was waited for ${mostMs / 1000} s. Try again.`,
  );
}
