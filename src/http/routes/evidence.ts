import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { goneSignal } from '../gone-signal.ts';
import type { Gate } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { MatchOfCheckSchema } from '../schemas/verification.ts';
import type { AppServices } from '../services.ts';

const ZIP = 'application/zip';

/** What a pack may be refused with. */
const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'cross-site',
  'check-unknown',
  'rate-limited',
  'internal',
  'database-unavailable',
  'overloaded',
];

/** `POST /v1/checks/{id}/evidence`: the evidence pack of a check of the last hour. It takes a place at the checks' gate. */
export function addEvidence(
  app: FastifyInstance,
  perMinute: number,
  evidence: AppServices['evidence'],
  gate: Gate,
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/checks/:id/evidence',
    {
      schema: {
        tags: ['checks'],
        summary: 'The evidence of a check, as one file',
        description:
          'A ZIP file with a report for people, the same as JSON, a drawing of each matched area, the events as a hash ' +
          'chain and a manifest of sha256: what was searched, when, with what, and what was found. The rows’ addresses ' +
          'are asked once each, politely and 20 at most, so it may take the better part of a minute. No picture is in ' +
          'it. Its own sha256 comes in Repr-Digest (RFC 9530): note it elsewhere.',
        params: Type.Pick(MatchOfCheckSchema, ['id']),
        querystring: NoQuerySchema,
        response: {
          200: {
            description: 'The pack.',
            content: { [ZIP]: { schema: Type.Unsafe<Buffer>({ type: 'string', contentMediaType: ZIP }) } },
          },
          ...problemResponses(PROBLEMS),
        },
      },
      config: limited(perMinute, 'evidence packs'),
      onRequest: refuseCrossSite,
    },
    async ({ params }, reply) => {
      const signal = goneSignal(reply);
      const { bytes, sha256, name } = await gate.run(() => evidence({ checkId: params.id, signal }));
      reply
        .type(ZIP)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`);
      return reply.send(Buffer.from(bytes));
    },
  );
}
