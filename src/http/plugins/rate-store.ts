import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { type SteadyClock, steadyMs } from '../../core/clock.ts';

/** Clients that are counted at once on one route; beyond them the longest known is forgotten. */
const MAX_CLIENTS = 5_000;

/**
 * Counts the requests of each client in windows of time, each route by itself. The plugin's own store takes the time
 * from the machine's clock: set back by an hour, that would keep everybody out for an hour.
 */
export function rateStore(now: SteadyClock = steadyMs): FastifyRateLimitStoreCtor {
  return class implements FastifyRateLimitStore {
    /** In the order in which their windows began. */
    readonly #windows = new Map<string, { count: number; beganAt: number }>();

    incr(client: string, callback: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
      const at = now();
      let window = this.#windows.get(client);
      if (window === undefined || at - window.beganAt >= windowMs) {
        this.#windows.delete(client);
        window = { count: 0, beganAt: at };
        this.#windows.set(client, window);
        if (this.#windows.size > MAX_CLIENTS) this.#windows.delete(this.#windows.keys().next().value ?? '');
      }
      window.count++;
      callback(null, { current: window.count, ttl: windowMs - (at - window.beganAt) });
    }

    child(): FastifyRateLimitStore {
      return new (rateStore(now))({});
    }
  };
}
