import type { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '../net/clock.ts';

/** What to do when somebody presses Ctrl-C. */
export interface StopWishes {
  /** The first time: say so, and begin to stop. */
  ask: () => void;
  /** Ends the process: it was pressed again, or stopping has taken too long. */
  end: (why: 'again' | 'late') => void;
  mostMs?: number;
}

/** A press reaches a command twice: from the terminal, and handed on by npm or by what started a server. */
const ONE_PRESS_MS = 300;

/** Within five seconds all is over, the end of the process included. */
const MOST_MS = 4_000;

/**
 * Heeds SIGINT and SIGTERM.
 * @param wishes `mostMs`: how long stopping may take; 4 s when left out
 * @returns what ends that
 */
export function heedStop(
  { ask, end, mostMs = MOST_MS }: StopWishes,
  source: Pick<EventEmitter, 'on' | 'off'> = process,
  clock: Clock = systemClock,
): () => void {
  const over = new AbortController();
  let pressedAt: number | null = null;
  function pressed(): void {
    const before = pressedAt;
    pressedAt = clock.now();
    if (before === null) {
      ask();
      clock.sleep(mostMs, over.signal).then(
        () => end('late'),
        () => {},
      );
    } else if (pressedAt - before >= ONE_PRESS_MS) end('again');
  }
  for (const signal of ['SIGINT', 'SIGTERM']) source.on(signal, pressed);
  return () => {
    over.abort();
    for (const signal of ['SIGINT', 'SIGTERM']) source.off(signal, pressed);
  };
}
