import { LIVE } from '../../core/calibration.ts';
import { onAbort } from '../../net/on-abort.ts';

/** The time that a check's rows have together. */
export interface TimeOfRows {
  /** Aborted once no picture is waited for any more: before `comparing`, so that one that came last is compared still. */
  fetching: AbortSignal;
  /** Aborted once nothing is compared any more: while there is time to tell of it. */
  comparing: AbortSignal;
  /** To be called when all is done. */
  end: () => void;
}

/** Begins it. @param closing ends it at once */
export function startTime(limitMs: number, closing: AbortSignal): TimeOfRows {
  const [fetching, comparing] = [new AbortController(), new AbortController()];
  const stop = (): void => [fetching, comparing].forEach((each) => each.abort());
  const timers = [
    setTimeout(() => fetching.abort(), limitMs * LIVE.fetching),
    setTimeout(stop, limitMs * LIVE.comparing),
  ];
  const forget = onAbort(closing, stop);
  return {
    fetching: fetching.signal,
    comparing: comparing.signal,
    end() {
      for (const timer of timers) clearTimeout(timer);
      forget();
    },
  };
}
