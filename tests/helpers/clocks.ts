import type { Clock } from '../../src/net/clock.ts';

/** Lets everything run that waits for no clock and no network. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface HandClock extends Clock {
  /** Moves the time on, and lets run what it wakes. */
  advance(ms: number): Promise<void>;
  /** How many are asleep. */
  sleepers(): number;
}

/** A clock that stands still until it is moved. */
export function handClock(startMs = 1_700_000_000_000): HandClock {
  let now = startMs;
  let asleep: { untilMs: number; wake: () => void }[] = [];
  return {
    now: () => now,
    sleepers: () => asleep.length,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { untilMs: now + ms, wake: resolve };
        asleep.push(sleeper);
        signal?.addEventListener('abort', () => {
          asleep = asleep.filter((each) => each !== sleeper);
          reject(new Error('woken'));
        });
      }),
    async advance(ms) {
      now += ms;
      const due = asleep.filter(({ untilMs }) => untilMs <= now);
      asleep = asleep.filter(({ untilMs }) => untilMs > now);
      for (const { wake } of due) wake();
      await settle();
    },
  };
}

export interface LeapingClock extends Clock {
  /** What was slept, in order, in ms. */
  slept: number[];
}

/** A clock that leaps to the end of every sleep at once. */
export function leapingClock(): LeapingClock {
  let now = 1_700_000_000_000;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    async sleep(ms, signal) {
      const untilMs = now + ms;
      await settle();
      if (signal?.aborted) throw new Error('woken');
      slept.push(ms);
      now = Math.max(now, untilMs);
    },
  };
}
