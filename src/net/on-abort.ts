import { setMaxListeners } from 'node:events';

/**
 * Calls `stop` when `signal` is aborted, at once if it is already.
 * @returns what takes that back
 */
export function onAbort(signal: AbortSignal | undefined, stop: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    stop();
    return () => {};
  }
  // Node warns of a leak from the eleventh listener on, and one signal stops hundreds of downloads.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', stop, { once: true });
  return () => signal.removeEventListener('abort', stop);
}
