import { stopped } from './download-failure.ts';
import { onAbort } from './on-abort.ts';

/** `answer`, which others wait for too, unless this one is to stop: then DownloadFailure `stopped` at once. */
export function orStopped<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const forget = onAbort(signal, () => reject(stopped()));
    answer.then(resolve, reject).finally(forget);
  });
}
