import type { Live } from '../../api/live.ts';
import { onAbort } from '../../net/on-abort.ts';

/** How far a check is with looking at its rows' addresses, for whoever follows it. */
export interface LiveProgress {
  state: Live['state'];
  /** Places of the rows that are looked at, the most promising first. */
  rows: readonly number[];
  /** Those of them that are done with. */
  ended: Set<number>;
  /** Counts changes. */
  version: number;
  /** The version at which each row changed last. */
  changedAt: Map<number, number>;
  /** Told of each change, and then forgotten. */
  waiting: Set<() => void>;
}

export function createProgress(state: Live['state'], rows: readonly number[]): LiveProgress {
  return { state, rows, ended: new Set(), version: 0, changedAt: new Map(), waiting: new Set() };
}

/** What a client is told of it. */
export function liveOf({ state, rows, ended }: LiveProgress): Live {
  return { state, compared: ended.size, of: state === 'off' ? 0 : rows.length };
}

/** Tells everybody who waits that these rows are not what they were. */
export function announce(progress: LiveProgress, rows: readonly number[]): void {
  progress.version++;
  for (const n of rows) progress.changedAt.set(n, progress.version);
  const waiting = [...progress.waiting];
  progress.waiting.clear();
  for (const told of waiting) told();
}

/** Resolves with the next change, or when nobody waits any more. */
export function nextChange(progress: LiveProgress, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const told = (): void => {
      progress.waiting.delete(told);
      forget();
      resolve();
    };
    progress.waiting.add(told);
    const forget = onAbort(signal, told);
  });
}

/** Resolves once nothing is looked at any more, or when nobody waits any more. */
export async function ended(progress: LiveProgress, signal?: AbortSignal): Promise<void> {
  while (progress.state === 'running' && signal?.aborted !== true) await nextChange(progress, signal);
}
