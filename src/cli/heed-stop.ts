import type { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '../net/clock.ts';

/** What to do when somebody presses Ctrl-C. */
export interface StopWishes {
  /** The first time: say so, and begin to stop. @param by `server`: the one ends in which the work is done */
  ask: (by: 'key' | 'server') => void;
  /** Ends the process: it was pressed again, or stopping has taken too long. */
  end: (why: 'again' | 'late') => void;
  mostMs?: number;
}

/** A press reaches a command twice: from the terminal, and handed on by npm or by what started a server. */
const ONE_PRESS_MS = 300;

/** Within five seconds all is over, the end of the process included. */
const MAX_MS = 4_000;

/**
 * Heeds SIGINT and SIGTERM.
 * @param wishes `mostMs`: how long stopping may take; 4 s when left out
 * @param serverEnds heard as well; it is no press
 * @returns what ends that
 */
export function heedStop(
  { ask, end, mostMs = MAX_MS }: StopWishes,
  serverEnds?: AbortSignal,
  source: Pick<EventEmitter, 'on' | 'off'> = process,
  clock: Clock = systemClock,
): () => void {
  const over = new AbortController();
  let isStopping = false;
  let pressedAt: number | null = null;
  function stop(by: 'key' | 'server'): void {
    if (isStopping) return;
    isStopping = true;
    ask(by);
    clock.sleep(mostMs, over.signal).then(
      () => end('late'),
      () => {},
    );
  }
  function pressed(): void {
    const isFirst = !isStopping;
    const sinceMs = clock.now() - (pressedAt ?? Number.NEGATIVE_INFINITY);
    pressedAt = clock.now();
    if (isFirst) stop('key');
    else if (sinceMs >= ONE_PRESS_MS) end('again');
  }
  serverEnds?.addEventListener('abort', () => stop('server'), { signal: over.signal });
  for (const signal of ['SIGINT', 'SIGTERM']) source.on(signal, pressed);
  return () => {
    over.abort();
    for (const signal of ['SIGINT', 'SIGTERM']) source.off(signal, pressed);
  };
}
