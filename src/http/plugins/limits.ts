import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyContextConfig } from 'fastify';
import { TrainspotError } from '../../core/errors.ts';
import { clientOf } from '../client.ts';
import { RequestProblem } from '../problem.ts';
import { rateStore } from './rate-store.ts';

/** The delay is the mean of so long. */
const SAMPLE_MS = 1_000;

/**
 * Adds what `limited` routes rest on: a rate limit per client, and refusal while the event loop lags. All heavy
 * work is in worker threads; a loop that lags much is busy with more requests than it can answer.
 * @param loopDelayMaxMs mean delay of the event loop over a second from which on no work is taken
 */
export async function addLimits(app: FastifyInstance, loopDelayMaxMs: number): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    keyGenerator: clientOf,
    store: rateStore(),
  });
  await app.register(underPressure, {
    maxEventLoopDelay: loopDelayMaxMs,
    sampleInterval: SAMPLE_MS,
    // A promise: the plugin hands only a rejection, not a throw, to the error handler.
    pressureHandler: async (request, _reply, _type, loopDelayMs) => {
      if (!request.routeOptions.config.rateLimit) return;
      // Of fewer than two turns in a second it has no mean, and calls that endless.
      if (loopDelayMs === Number.POSITIVE_INFINITY && loopDelayMaxMs >= SAMPLE_MS) return;
      throw new TrainspotError('overloaded', 'The service is busy. Try again shortly.');
    },
  });
}

/**
 * The `config` of a route that does work.
 * @param perMinute requests of one client (IPv4 address or IPv6 /64) to this route @param what is asked, in the plural
 */
export function limited(perMinute: number, what: string): FastifyContextConfig {
  return {
    rateLimit: {
      max: perMinute,
      timeWindow: 60_000,
      errorResponseBuilder: (_request, { ttl }) =>
        new RequestProblem(
          'rate-limited',
          `More than ${perMinute} ${what} in a minute. Try again in ${Math.ceil(ttl / 1000)} s.`,
        ),
    },
  };
}
