import type { Clock } from './clock.ts';
import { stopped } from './download-failure.ts';
import { onAbort } from './on-abort.ts';
import { createPlaces, type Places } from './places.ts';

export interface HostLimits {
  /** Requests under way at once, over all sites: of these scheduler alone, or of all that share the places. */
  concurrency: number | Places;
  /** Requests under way at once at one site. */
  perSite: number;
}

interface TurnOptions {
  /** At least so long after the site's last request began; 0 unless given, and never more than two minutes. */
  intervalMs?: number;
  /** Gives up waiting, as `stopped`. */
  signal?: AbortSignal;
}

/** Who may ask which site when. */
export interface HostScheduler {
  /** Waits for a turn at a site; what it gives is to be called when the request is over. */
  take(site: string, wish?: TurnOptions): Promise<() => void>;
  /** Nobody asks the site before then. */
  rest(site: string, untilMs: number): void;
  /** Nobody asks the site before then, and nobody waits for that: those who do, and who come, are sent away. */
  refuse(site: string, untilMs: number, why: () => Error): void;
  /** Sends everybody away, as `stopped`. */
  close(): void;
}

interface Waiting {
  start: () => void;
  sendAway: (error: Error) => void;
  intervalMs: number;
}

interface Rest {
  untilMs: number;
  why: (() => Error) | null;
}

const LONGEST_INTERVAL_MS = 120_000;
/** So many rests are kept before those that are over are looked for. */
const RESTS_KEPT = 1_000;

/**
 * Sites take scheduler and each site's requests keep their order, so a slow site, or one whose next request is not due
 * yet, holds up nobody else, and no request waits for ever.
 */
export function createHostScheduler({ concurrency, perSite }: HostLimits, clock: Clock): HostScheduler {
  const busy = new Map<string, number>();
  /** Who waits, by site; the order of the sites is the order of their scheduler. */
  const waiting = new Map<string, Waiting[]>();
  /** When each site's last request began, oldest first. */
  const begunAt = new Map<string, number>();
  const rests = new Map<string, Rest>();
  const places = typeof concurrency === 'number' ? createPlaces(concurrency) : concurrency;
  const ignorePlaces = places.onLeave(startWaiting);
  let isClosed = false;
  let alarm: { atMs: number; off: AbortController } | null = null;

  function startWaiting(): void {
    const now = clock.now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const [site, queue] of waiting) {
      if (places.isFull()) return;
      const count = busy.get(site) ?? 0;
      if (count >= perSite) continue;
      const dueAt = Math.max(
        (begunAt.get(site) ?? Number.NEGATIVE_INFINITY) + queue[0].intervalMs,
        rests.get(site)?.untilMs ?? 0,
      );
      if (dueAt > now) {
        soonest = Math.min(soonest, dueAt);
        continue;
      }
      const next = queue.shift();
      // To the back of the line; the loop comes to it again while there is room.
      waiting.delete(site);
      if (queue.length > 0) waiting.set(site, queue);
      busy.set(site, count + 1);
      places.take();
      noteBegin(site, now);
      next?.start();
    }
    wakeAt(soonest);
  }

  function noteBegin(site: string, now: number): void {
    begunAt.delete(site);
    begunAt.set(site, now);
    for (const [oldest, at] of begunAt) {
      if (at >= now - LONGEST_INTERVAL_MS) break;
      begunAt.delete(oldest);
    }
  }

  function wakeAt(atMs: number): void {
    if (atMs === Number.POSITIVE_INFINITY || (alarm !== null && alarm.atMs <= atMs)) return;
    alarm?.off.abort();
    const mine = { atMs, off: new AbortController() };
    alarm = mine;
    clock.sleep(Math.max(0, atMs - clock.now()), mine.off.signal).then(
      () => {
        if (alarm === mine) alarm = null;
        startWaiting();
      },
      () => {},
    );
  }

  function finish(site: string): void {
    const count = (busy.get(site) ?? 1) - 1;
    if (count > 0) busy.set(site, count);
    else busy.delete(site);
    places.leave();
  }

  function leave(site: string, one: Waiting): void {
    const queue = waiting.get(site) ?? [];
    const left = queue.filter((each) => each !== one);
    if (left.length > 0) waiting.set(site, left);
    else waiting.delete(site);
  }

  function setRest(site: string, rest: Rest): void {
    if (rests.size > RESTS_KEPT) {
      const now = clock.now();
      for (const [name, { untilMs }] of rests) if (untilMs <= now) rests.delete(name);
    }
    const known = rests.get(site);
    if (known === undefined || known.untilMs <= rest.untilMs) rests.set(site, rest);
  }

  return {
    take(site, { intervalMs = 0, signal } = {}) {
      const rest = rests.get(site);
      if (isClosed || signal?.aborted) return Promise.reject(stopped());
      if (rest?.why && rest.untilMs > clock.now()) return Promise.reject(rest.why());
      return new Promise((resolve, reject) => {
        let isOver = false;
        const one: Waiting = {
          intervalMs: Math.min(intervalMs, LONGEST_INTERVAL_MS),
          start() {
            forget();
            resolve(() => {
              if (!isOver) finish(site);
              isOver = true;
            });
          },
          sendAway(error) {
            forget();
            reject(error);
          },
        };
        const forget = onAbort(signal, () => {
          leave(site, one);
          reject(stopped());
        });
        const queue = waiting.get(site);
        if (queue) queue.push(one);
        else waiting.set(site, [one]);
        startWaiting();
      });
    },
    rest: (site, untilMs) => setRest(site, { untilMs, why: null }),
    refuse(site, untilMs, why) {
      setRest(site, { untilMs, why });
      const queue = waiting.get(site) ?? [];
      waiting.delete(site);
      for (const each of queue) each.sendAway(why());
    },
    close() {
      isClosed = true;
      ignorePlaces();
      alarm?.off.abort();
      const queues = [...waiting.values()];
      waiting.clear();
      for (const each of queues.flat()) each.sendAway(stopped());
    },
  };
}
