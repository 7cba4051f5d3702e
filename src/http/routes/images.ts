import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { limited } from '../plugins/limits.ts';
import { LookupAnswerSchema, LookupQuerySchema } from '../../api/lookup.ts';
import { problemResponses } from '../schemas/problem.ts';
import { reference } from '../../api/schema.ts';
import type { Trainspot } from '../../service/trainspot.ts';

/** `GET /v1/images`: rows by address, domain, file hash or words. */
export function addImages(app: FastifyInstance, perMinute: number, lookUp: Trainspot['lookUp']): void {
  app.withTypeProvider<TypeBoxTypeProvider>().get(
    '/v1/images',
    {
      schema: {
        tags: ['lookups'],
        operationId: 'lookUpRows',
        summary: 'Look rows up',
        description:
          'Rows of the indexed datasets by exactly one of url, domain, sha256, md5 and caption, page by page. ' +
          'Nothing is fetched from the web.',
        querystring: LookupQuerySchema,
        response: {
          200: reference(LookupAnswerSchema),
          ...problemResponses([
            'request-invalid',
            'lookup-invalid',
            'dataset-unknown',
            'rate-limited',
            'internal',
            'database-unavailable',
            'overloaded',
          ]),
        },
      },
      config: limited(perMinute, 'lookups'),
    },
    ({ query }) => lookUp(query),
  );
}
