import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { answerRoutes } from '../../advice/question.ts';
import { limited } from '../plugins/limits.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import { RouteQuerySchema, RoutesSchema } from '../../api/routes.ts';

const JSON_MAX_BYTES = 64 * 1024;

/** `POST /v1/routes`: who can be asked about a row. Answered from the bundled facts alone; nothing is kept. */
export function addRoutes(app: FastifyInstance, perMinute: number): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/routes',
    {
      schema: {
        tags: ['advice'],
        operationId: 'findRoutes',
        summary: 'Who can be asked about a row',
        description:
          'From a row and a few answers to an ordered list of channels, each with why, the law it rests on, what it can ' +
          'and cannot achieve, who may use it, source, date and status. Information, not legal advice; nothing is sent.',
        querystring: NoQuerySchema,
        body: RouteQuerySchema,
        response: {
          200: reference(RoutesSchema),
          ...problemResponses([
            'request-invalid',
            'answers-invalid',
            'dataset-unknown',
            'body-too-large',
            'media-type-unsupported',
            'rate-limited',
            'internal',
            'overloaded',
          ]),
        },
      },
      config: limited(perMinute, 'routes'),
      bodyLimit: JSON_MAX_BYTES,
    },
    async ({ body }) => answerRoutes(body),
  );
}
