import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { type Answer, CheckResultSchema } from '../../api/check-result.ts';
import { ComparisonsSchema } from '../../api/fingerprints.ts';
import { reference } from '../../api/schema.ts';
import { COMPARISONS_BYTES } from '../../core/bounds.ts';
import type { Trainspot } from '../../service/trainspot.ts';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import { MatchOfCheckSchema } from '../schemas/parameters.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';

/** `POST /v1/checks/{id}/comparisons`: what came of looking at a picture that this service never had. */
export function addComparisons(
  app: FastifyInstance,
  perMinute: number,
  compareRows: Trainspot['compareRows'],
  { gate, uploads }: InFlight,
  count: (answer: Answer) => void,
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/checks/:id/comparisons',
    {
      schema: {
        tags: ['checks'],
        operationId: 'compareRows',
        summary: 'Tell what looking at a picture found',
        description:
          'Of a check by fingerprints whose answer has toCompare: how the picture lies on each of these rows’, as whoever has ' +
          'it found by the same code as this service’s. Answers the check with it; asked again, the same.',
        params: Type.Pick(MatchOfCheckSchema, ['id']),
        querystring: NoQuerySchema,
        body: ComparisonsSchema,
        response: {
          200: reference(CheckResultSchema),
          ...problemResponses([
            'request-invalid',
            'comparisons-invalid',
            'check-unknown',
            'cross-site',
            'body-too-large',
            'media-type-unsupported',
            'rate-limited',
            'internal',
            'database-unavailable',
            'overloaded',
          ]),
        },
      },
      bodyLimit: COMPARISONS_BYTES,
      config: limited(perMinute, 'comparisons of rows'),
      onRequest: refuseCrossSite,
    },
    async ({ params, body }, reply) => {
      const query = { checkId: params.id, comparisons: body.comparisons, signal: goneSignal(reply) };
      const result = await gate.run(() => compareRows(query, uploads.holding));
      count(result.verdict.answer);
      return result;
    },
  );
}
