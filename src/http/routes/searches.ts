import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { LookAlikesSchema, TextSearchQuerySchema, VectorSearchQuerySchema } from '../../api/look-alikes.ts';
import { reference } from '../../api/schema.ts';
import type { Trainspot } from '../../service/trainspot.ts';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';

/** Of JSON; the longest vector that is taken has 4,096 numbers of some 24 letters. */
const JSON_MAX_BYTES = 128 * 1024;

/** What a search may be refused with. */
const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'search-invalid',
  'dataset-unknown',
  'cross-site',
  'body-too-large',
  'media-type-unsupported',
  'rate-limited',
  'internal',
  'index-not-open',
  'database-unavailable',
  'overloaded',
];

/** `POST /v1/text-searches` and `POST /v1/vector-searches`. They take a place at the gate of the checks. */
export function addSearches(
  app: FastifyInstance,
  perMinute: number,
  { searchText, searchVector }: Pick<Trainspot, 'searchText' | 'searchVector'>,
  gate: InFlight['gate'],
): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const config = { config: limited(perMinute, 'searches'), onRequest: refuseCrossSite };
  typed.post(
    '/v1/text-searches',
    {
      schema: {
        tags: ['searches'],
        operationId: 'searchByText',
        summary: 'Pictures that fit words',
        description:
          'Rows whose pictures show what the words say, as the models see it that read words too (CLIP). They are ' +
          'look-alikes: nothing is found by words. For words of captions and names of authors: GET /v1/images.',
        querystring: NoQuerySchema,
        body: TextSearchQuerySchema,
        response: {
          200: reference(LookAlikesSchema),
          ...problemResponses([...PROBLEMS, 'words-not-searchable']),
        },
      },
      ...config,
      bodyLimit: JSON_MAX_BYTES,
    },
    ({ body }, reply) => gate.run(() => searchText(body, goneSignal(reply))),
  );
  typed.post(
    '/v1/vector-searches',
    {
      schema: {
        tags: ['searches'],
        operationId: 'searchByVector',
        summary: 'Pictures near a vector',
        description:
          'Rows whose vectors lie nearest to one of the same model. They are look-alikes: a vector finds nothing, a ' +
          'picture does.',
        querystring: NoQuerySchema,
        body: VectorSearchQuerySchema,
        response: { 200: reference(LookAlikesSchema), ...problemResponses(PROBLEMS) },
      },
      ...config,
      bodyLimit: JSON_MAX_BYTES,
    },
    ({ body }, reply) => gate.run(() => searchVector(body, goneSignal(reply))),
  );
}
