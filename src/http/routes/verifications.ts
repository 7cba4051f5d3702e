import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import { MatchOfCheckSchema } from '../schemas/parameters.ts';
import { VerificationSchema } from '../../api/verification.ts';
import type { Trainspot } from '../../service/trainspot.ts';

/** What a verification may be refused with. */
const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'picture-empty',
  'address-invalid',
  'address-refused',
  'opted-out',
  'cross-site',
  'check-unknown',
  'match-unknown',
  'download-too-large',
  'picture-format-unsupported',
  'picture-too-many-pixels',
  'picture-unreadable',
  'download-failed',
  'download-timeout',
  'rate-limited',
  'internal',
  'overloaded',
];

/**
 * `POST /v1/checks/{id}/matches/{n}/verification`: a row compared with the picture that its address shows now. It
 * takes a place at the same gate as a check, since it downloads and decodes one picture too.
 */
export function addVerifications(
  app: FastifyInstance,
  perMinute: number,
  verifyMatch: Trainspot['verifyMatch'],
  { gate, uploads }: InFlight,
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/checks/:id/matches/:n/verification',
    {
      schema: {
        tags: ['checks'],
        operationId: 'verifyMatch',
        summary: 'Compare a row with its live picture',
        description:
          'Fetches the picture that the row’s address shows now, compares it with the picture of a check of the last ' +
          'hour, and answers what that adds. Servers that reserve the file against machine learning are heeded. Nothing ' +
          'of the live picture is kept but the result.',
        params: MatchOfCheckSchema,
        querystring: NoQuerySchema,
        response: { 200: reference(VerificationSchema), ...problemResponses(PROBLEMS) },
      },
      config: limited(perMinute, 'verifications'),
      onRequest: refuseCrossSite,
    },
    ({ params }, reply) =>
      gate.run(() =>
        uploads.holding((held) =>
          verifyMatch({ checkId: params.id, n: params.n, signal: goneSignal(reply) }, held),
        ),
      ),
  );
}
