import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { StageHistograms } from '../../runtime/stage-histograms.ts';
import type { Answer } from '../../api/check-result.ts';
import type { InFlight } from '../overload.ts';

/** A request whose client left before the answer, as nginx counts them. */
const CLIENT_GONE = 499;

/** From a file off the disk to a check with a slow download. */
const SECONDS_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Measures every request and serves the numbers for Prometheus at `/metrics`.
 * @param inFlight asked whenever the numbers are read @param stages served with them
 * @returns counts one answered check
 */
export function addMetrics(
  app: FastifyInstance,
  { gate, uploads }: InFlight,
  { histograms }: StageHistograms,
): (answer: Answer) => void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const histogram of histograms) registry.registerMetric(histogram);
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request’s first byte to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS_BUCKETS,
    registers: [registry],
  });
  const checks = new Counter({
    name: 'trainspot_checks_total',
    help: 'Checks answered, by answer.',
    labelNames: ['answer'],
    registers: [registry],
  });
  for (const answer of ['found', 'part', 'possibly', 'not-found'] satisfies Answer[])
    checks.inc({ answer }, 0);
  new Gauge({
    name: 'trainspot_checks_in_flight',
    help: 'Checks under way.',
    registers: [registry],
    collect() {
      this.set(gate.inside());
    },
  });
  new Gauge({
    name: 'trainspot_upload_bytes_held',
    help: 'Bytes of pictures that were sent and are in memory, over all routes.',
    registers: [registry],
    collect() {
      this.set(uploads.held());
    },
  });

  // On the raw answer's close, which also comes when a client leaves; Fastify's own hook does not.
  app.addHook('onRequest', async (request, reply) => {
    const stop = durations.startTimer({ method: request.method, route: request.routeOptions.url ?? 'none' });
    // Ended is not sent, nor is finished where the connection is gone: that reaches nobody. Asked before Node lets go of it.
    let isSent = false;
    reply.raw.prependOnceListener('finish', () => (isSent = !request.raw.socket.destroyed));
    reply.raw.once('close', () => {
      stop({ status: isSent ? reply.raw.statusCode : CLIENT_GONE });
    });
  });

  app.get(
    '/metrics',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operation'],
        operationId: 'readMetrics',
        summary: 'Numbers for Prometheus',
        description:
          'Requests and their durations, checks by answer, the stages of checks and ingests, what is under way, and ' +
          'the process itself.',
        response: {
          200: {
            description: 'Prometheus text format',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
        },
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
  return (answer) => checks.inc({ answer });
}
