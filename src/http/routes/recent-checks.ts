import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { CheckChangeSchema } from '../../api/check-change.ts';
import { CheckResultSchema } from '../../api/check-result.ts';
import { reference } from '../../api/schema.ts';
import type { RecentAnswers } from '../../service/trainspot.ts';
import { eventStreamOf, sendEvents } from '../event-stream.ts';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { MatchOfCheckSchema } from '../schemas/parameters.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema, WaitSchema } from '../schemas/question.ts';

const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'check-unknown',
  'rate-limited',
  'internal',
  'database-unavailable',
];

const CheckOfPathSchema = Type.Pick(MatchOfCheckSchema, ['id']);

/**
 * `GET /v1/checks/{id}`, `/events` and `POST /v1/checks/{id}/live`: a check of the last hour, while the service compares its
 * rows with their live pictures.
 */
export function addRecentChecks(
  app: FastifyInstance,
  perMinute: number,
  recent: RecentAnswers,
  { gate, uploads }: InFlight,
): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  typed.get(
    '/v1/checks/:id',
    {
      schema: {
        tags: ['checks'],
        operationId: 'readCheck',
        summary: 'A check, as it stands by now',
        description:
          'The answer of a check of the last hour with all that comparing rows with their live pictures has found since. ' +
          'Rows that were confirmed stand in matches now; n names each as before.',
        params: CheckOfPathSchema,
        querystring: WaitSchema,
        response: { 200: reference(CheckResultSchema), ...problemResponses(PROBLEMS) },
      },
      config: limited(perMinute, 'looks at checks'),
    },
    ({ params, query }, reply) =>
      recent.read({ checkId: params.id, wait: query.wait === 'live', signal: goneSignal(reply) }),
  );
  typed.get(
    '/v1/checks/:id/events',
    {
      schema: {
        tags: ['checks'],
        operationId: 'followCheck',
        summary: 'What changes of a check, as it happens',
        description:
          'Server-sent events, of which data is a CheckChange: change at once and with each row that was compared, then ' +
          'done, with which the stream ends.',
        params: CheckOfPathSchema,
        querystring: NoQuerySchema,
        response: {
          200: eventStreamOf(reference(CheckChangeSchema)),
          ...problemResponses(PROBLEMS),
        },
      },
      config: limited(perMinute, 'streams of checks'),
    },
    async ({ params }, reply) => {
      const changes = await recent.follow({ checkId: params.id, signal: goneSignal(reply) });
      return sendEvents(reply, changes, ({ live }) => live.state === 'running');
    },
  );
  typed.post(
    '/v1/checks/:id/live',
    {
      schema: {
        tags: ['checks'],
        operationId: 'compareCheck',
        summary: 'Compare a check’s rows with their live pictures',
        description:
          'Begins what the service does by itself where LIVE_COMPARE is auto, and answers at once; where it is off, or has ' +
          'begun, nothing changes. Each host learns that somebody looks at an address, and nothing of the picture.',
        params: CheckOfPathSchema,
        querystring: NoQuerySchema,
        response: {
          200: reference(CheckResultSchema),
          ...problemResponses([...PROBLEMS, 'cross-site', 'overloaded']),
        },
      },
      config: limited(perMinute, 'comparisons'),
      onRequest: refuseCrossSite,
    },
    ({ params }, reply) =>
      gate.run(() => recent.begin({ checkId: params.id, signal: goneSignal(reply) }, uploads.holding)),
  );
}
