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
  const line = lineUp();
  const beginnings = noteBeginnings();
  const rests = keepRests(clock);
  const places = typeof concurrency === 'number' ? createPlaces(concurrency) : concurrency;
  const ignorePlaces = places.onLeave(startWaiting);
  let isClosed = false;
  const alarm = setAlarm(clock, startWaiting);

  function startWaiting(): void {
    const now = clock.now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const [site, [first]] of line.sites()) {
      if (places.isFull()) return;
      const count = busy.get(site) ?? 0;
      if (count >= perSite) continue;
      const dueAt = Math.max(beginnings.last(site) + first.intervalMs, rests.get(site)?.untilMs ?? 0);
      if (dueAt > now) {
        soonest = Math.min(soonest, dueAt);
        continue;
      }
      line.toTheBack(site);
      busy.set(site, count + 1);
      places.take();
      beginnings.note(site, now);
      first.start();
    }
    alarm.wakeAt(soonest);
  }

  function finish(site: string): void {
    const count = (busy.get(site) ?? 1) - 1;
    if (count > 0) busy.set(site, count);
    else busy.delete(site);
    places.leave();
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
          line.leave(site, one);
          reject(stopped());
        });
        line.join(site, one);
        startWaiting();
      });
    },
    rest: (site, untilMs) => rests.set(site, { untilMs, why: null }),
    refuse(site, untilMs, why) {
      rests.set(site, { untilMs, why });
      for (const each of line.empty(site)) each.sendAway(why());
    },
    close() {
      isClosed = true;
      ignorePlaces();
      alarm.off();
      for (const each of line.emptyAll()) each.sendAway(stopped());
    },
  };
}

/** Who waits, by site; the order of the sites is the order of their turns. */
function lineUp() {
  const waiting = new Map<string, Waiting[]>();
  return {
    sites: (): Iterable<[string, Waiting[]]> => waiting,
    join(site: string, one: Waiting): void {
      const queue = waiting.get(site);
      if (queue) queue.push(one);
      else waiting.set(site, [one]);
    },
    /** The site's first goes, and its others wait behind those of all other sites; who goes through them meets it again. */
    toTheBack(site: string): void {
      const queue = waiting.get(site) ?? [];
      queue.shift();
      waiting.delete(site);
      if (queue.length > 0) waiting.set(site, queue);
    },
    leave(site: string, one: Waiting): void {
      const left = (waiting.get(site) ?? []).filter((each) => each !== one);
      if (left.length > 0) waiting.set(site, left);
      else waiting.delete(site);
    },
    empty(site: string): Waiting[] {
      const queue = waiting.get(site) ?? [];
      waiting.delete(site);
      return queue;
    },
    emptyAll(): Waiting[] {
      const queues = [...waiting.values()];
      waiting.clear();
      return queues.flat();
    },
  };
}

/** When each site's last request began. */
function noteBeginnings() {
  /** Oldest first. */
  const begunAt = new Map<string, number>();
  return {
    last: (site: string): number => begunAt.get(site) ?? Number.NEGATIVE_INFINITY,
    note(site: string, now: number): void {
      begunAt.delete(site);
      begunAt.set(site, now);
      for (const [oldest, at] of begunAt) {
        if (at >= now - LONGEST_INTERVAL_MS) break;
        begunAt.delete(oldest);
      }
    },
  };
}

/** Of two rests of a site the longer one holds. */
function keepRests(clock: Clock) {
  const rests = new Map<string, Rest>();
  return {
    get: (site: string): Rest | undefined => rests.get(site),
    set(site: string, rest: Rest): void {
      if (rests.size > RESTS_KEPT) {
        const now = clock.now();
        for (const [name, { untilMs }] of rests) if (untilMs <= now) rests.delete(name);
      }
      const known = rests.get(site);
      if (known === undefined || known.untilMs <= rest.untilMs) rests.set(site, rest);
    },
  };
}

/** Calls `ring` at the soonest of the times that it is set to, once. */
function setAlarm(clock: Clock, ring: () => void) {
  let alarm: { atMs: number; off: AbortController } | null = null;
  return {
    wakeAt(atMs: number): void {
      if (atMs === Number.POSITIVE_INFINITY || (alarm !== null && alarm.atMs <= atMs)) return;
      alarm?.off.abort();
      const mine = { atMs, off: new AbortController() };
      alarm = mine;
      clock.sleep(Math.max(0, atMs - clock.now()), mine.off.signal).then(
        () => {
          if (alarm === mine) alarm = null;
          ring();
        },
        () => {},
      );
    },
    off: (): void => alarm?.off.abort(),
  };
}
