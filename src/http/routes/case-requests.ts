import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { caseKey } from '../case-key.ts';
import { formatOf, sendNotice } from '../notice-answer.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { CaseOfPathSchema, NoticeFormatSchema, RequestOfPathSchema } from '../schemas/parameters.ts';
import { CaseViewSchema } from '../../api/case.ts';
import { RequestChangeSchema, RequestInputSchema } from '../../api/case-input.ts';
import { NOTICE_ANSWER } from '../schemas/notice-answer.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import { BY_CASE_KEY } from '../schemas/security.ts';
import type { Cases } from '../../service/trainspot.ts';

const JSON_MAX_BYTES = 256 * 1024;

const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'case-invalid',
  'notice-invalid',
  'case-key-missing',
  'api-key-invalid',
  'cross-site',
  'case-unknown',
  'request-unknown',
  'request-state',
  'body-too-large',
  'media-type-unsupported',
  'rate-limited',
  'internal',
  'database-unavailable',
  'overloaded',
];

/** `/v1/cases/{case}/requests`: drafting requests, following them, and their notices. */
export function addCaseRequests(app: FastifyInstance, perMinute: number, cases: Cases): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const guard = {
    config: limited(perMinute, 'requests about cases'),
    onRequest: refuseCrossSite,
    bodyLimit: JSON_MAX_BYTES,
  };

  typed.post(
    '/v1/cases/:case/requests',
    {
      schema: {
        tags: ['cases'],
        operationId: 'draftCaseRequest',
        summary: 'Draft a request',
        security: BY_CASE_KEY,
        description: 'Of a kind of GET /v1/notices. What the artist says is kept until the case is deleted.',
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        body: RequestInputSchema,
        response: { 200: reference(CaseViewSchema), ...problemResponses(PROBLEMS) },
      },
      ...guard,
    },
    (request, reply) => cases.draft(caseKey(request, reply), request.body),
  );

  typed.patch(
    '/v1/cases/:case/requests/:n',
    {
      schema: {
        tags: ['cases'],
        operationId: 'changeCaseRequest',
        summary: 'Change a request',
        security: BY_CASE_KEY,
        description:
          'Its state by legal steps alone (drafted → sent → acknowledged → refused, removed or no-answer), an ' +
          'extension that was asked for, its words while it is a draft, its note at any time.',
        params: RequestOfPathSchema,
        querystring: NoQuerySchema,
        body: RequestChangeSchema,
        response: { 200: reference(CaseViewSchema), ...problemResponses(PROBLEMS) },
      },
      ...guard,
    },
    (request, reply) => cases.changeRequest(caseKey(request, reply), request.params.n, request.body),
  );

  typed.get(
    '/v1/cases/:case/requests/:n/notice',
    {
      schema: {
        tags: ['cases'],
        operationId: 'writeCaseRequestNotice',
        summary: 'The notice of a request',
        security: BY_CASE_KEY,
        description: 'As JSON, as text or as PDF, for the artist to send.',
        params: RequestOfPathSchema,
        querystring: NoticeFormatSchema,
        response: {
          200: NOTICE_ANSWER,
          ...problemResponses(['notice-unprintable', ...PROBLEMS]),
        },
      },
      ...guard,
    },
    (request, reply) => {
      const key = caseKey(request, reply);
      const { n } = request.params;
      return sendNotice(
        reply,
        formatOf(request, request.query.format),
        `request-${n}`,
        () => cases.writeRequest(key, n),
        () => cases.printRequest(key, n),
      );
    },
  );
}
