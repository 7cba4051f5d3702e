import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { answerExposures } from '../../advice/exposure/expose.ts';
import { allPlatforms } from '../../advice/facts/platforms.ts';
import { limited } from '../plugins/limits.ts';
import { ExposuresSchema, postQuestionnaireSchema } from '../../api/exposure.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';

const JSON_MAX_BYTES = 64 * 1024;

/** `POST /v1/exposures`: which private programmes reach a post. Answered from the bundled facts alone; nothing is kept. */
export function addExposures(app: FastifyInstance, perMinute: number): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/exposures',
    {
      schema: {
        tags: ['advice'],
        operationId: 'answerExposures',
        summary: 'Whether private training programmes reach a post',
        description:
          'For a post on a platform no search can answer; the published terms of each programme can: within reach, not ' +
          'within reach, or cannot tell, with why, source, date and status, and whom to ask. Never that it was used.',
        querystring: NoQuerySchema,
        body: postQuestionnaireSchema(allPlatforms().map(({ name }) => name)),
        response: {
          200: reference(ExposuresSchema),
          ...problemResponses([
            'request-invalid',
            'answers-invalid',
            'body-too-large',
            'media-type-unsupported',
            'rate-limited',
            'internal',
            'overloaded',
          ]),
        },
      },
      config: limited(perMinute, 'exposures'),
      bodyLimit: JSON_MAX_BYTES,
    },
    async ({ body }) => ({ exposures: answerExposures(body) }),
  );
}
