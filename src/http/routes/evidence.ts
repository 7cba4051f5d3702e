import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import Type from 'typebox';
import type { EvidencePack } from '../../evidence/build.ts';
import { caseKey } from '../case-key.ts';
import { goneSignal } from '../gone-signal.ts';
import type { Gate } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { CaseOfPathSchema, MatchOfCheckSchema } from '../schemas/parameters.ts';
import { EvidenceInputSchema } from '../../api/case-input.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { BY_CASE_KEY } from '../schemas/security.ts';
import type { Trainspot, Cases } from '../../service/trainspot.ts';

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

const CASE_PROBLEMS: readonly ProblemCode[] = [
  ...PROBLEMS,
  'case-key-missing',
  'api-key-invalid',
  'case-unknown',
  'case-invalid',
  'body-too-large',
  'media-type-unsupported',
];

const JSON_MAX_BYTES = 4 * 1024;

const PACK = {
  description: 'The pack.',
  content: { [ZIP]: { schema: Type.Unsafe<Buffer>({ type: 'string', contentMediaType: ZIP }) } },
};

/** `POST /v1/checks/{id}/evidence`: the evidence pack of a check of the last hour. It takes a place at the checks' gate. */
export function addEvidence(
  app: FastifyInstance,
  perMinute: number,
  evidence: Trainspot['evidence'],
  gate: Gate,
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/checks/:id/evidence',
    {
      schema: {
        tags: ['checks'],
        operationId: 'packCheckEvidence',
        summary: 'The evidence of a check, as one file',
        description:
          'A ZIP file with a report for people, the same as JSON, a drawing of each matched area, the events as a hash ' +
          'chain and a manifest of sha256: what was searched, when, with what, and what was found. The rows’ addresses ' +
          'are asked once each, politely and 20 at most, so it may take the better part of a minute. No picture is in ' +
          'it. Its own sha256 comes in Repr-Digest (RFC 9530): note it elsewhere.',
        params: Type.Pick(MatchOfCheckSchema, ['id']),
        querystring: NoQuerySchema,
        response: {
          200: PACK,
          ...problemResponses(PROBLEMS),
        },
      },
      config: limited(perMinute, 'evidence packs'),
      onRequest: refuseCrossSite,
    },
    async ({ params }, reply) => {
      const signal = goneSignal(reply);
      return sendPack(reply, await gate.run(() => evidence({ checkId: params.id, signal })));
    },
  );
}

/** `POST /v1/cases/{case}/evidence`: the same with what happened in a case. */
export function addCaseEvidence(
  app: FastifyInstance,
  perMinute: number,
  evidence: Cases['evidence'],
  gate: Gate,
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/cases/:case/evidence',
    {
      schema: {
        tags: ['cases'],
        operationId: 'packCaseEvidence',
        summary: 'The evidence of a check with what happened in the case, as one file',
        security: BY_CASE_KEY,
        description:
          'The pack of POST /v1/checks/{id}/evidence, whose hash chain holds the events of the case too, never its ' +
          'token. The check must be known still, which it is for an hour.',
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        body: EvidenceInputSchema,
        response: { 200: PACK, ...problemResponses(CASE_PROBLEMS) },
      },
      config: limited(perMinute, 'evidence packs'),
      onRequest: refuseCrossSite,
      bodyLimit: JSON_MAX_BYTES,
    },
    async (request, reply) => {
      const key = caseKey(request, reply);
      const signal = goneSignal(reply);
      return sendPack(reply, await gate.run(() => evidence(key, request.body.checkId ?? null, signal)));
    },
  );
}

function sendPack(reply: FastifyReply, { bytes, sha256, name }: EvidencePack): FastifyReply {
  return reply
    .type(ZIP)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
    .send(Buffer.from(bytes));
}
