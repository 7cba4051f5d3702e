import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { caseKey, expectBearer } from '../case-key.ts';
import type { InFlight } from '../overload.ts';
import { bearerOf } from '../plugins/bearer.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import {
  CaseChangeSchema,
  CaseInputSchema,
  MatchesInputSchema,
  RecheckInputSchema,
} from '../../api/case-input.ts';
import {
  CaseEventsSchema,
  CaseListSchema,
  CaseViewSchema,
  DeletedCaseSchema,
  OpenedCaseSchema,
} from '../../api/case.ts';
import { CaseOfPathSchema } from '../schemas/parameters.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import {
  BY_API_KEY,
  BY_API_KEY_OR_NOBODY,
  BY_CASE_KEY,
  BY_CASE_KEY_OR_ADDRESS,
} from '../schemas/security.ts';
import type { Cases } from '../../service/trainspot.ts';

const JSON_MAX_BYTES = 256 * 1024;

const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'case-key-missing',
  'api-key-invalid',
  'cross-site',
  'case-unknown',
  'rate-limited',
  'internal',
  'database-unavailable',
  'overloaded',
];
const PROBLEMS_OF_BODY: readonly ProblemCode[] = [
  'case-invalid',
  'notice-invalid',
  'body-too-large',
  'media-type-unsupported',
];

/** `/v1/cases`: opening, reading, changing, re-checking and deleting cases. Secrets come in a header alone. */
export function addCases(
  app: FastifyInstance,
  perMinute: number,
  cases: Cases,
  { gate, uploads }: InFlight,
): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const guard = {
    config: limited(perMinute, 'requests about cases'),
    onRequest: refuseCrossSite,
    bodyLimit: JSON_MAX_BYTES,
  };
  const described = (
    operationId: string,
    summary: string,
    description: string,
    security: typeof BY_CASE_KEY = BY_CASE_KEY,
  ) => ({ tags: ['cases'], operationId, summary, description, security });
  const read = problemResponses(PROBLEMS);
  const written = problemResponses([...PROBLEMS, ...PROBLEMS_OF_BODY]);

  typed.post(
    '/v1/cases',
    {
      schema: {
        ...described(
          'openCase',
          'Open a case',
          'Answers the token that opens it, this once. With an API key as Authorization: Bearer the key owns it too.',
          BY_API_KEY_OR_NOBODY,
        ),
        querystring: NoQuerySchema,
        body: CaseInputSchema,
        response: { 200: reference(OpenedCaseSchema), ...written },
      },
      ...guard,
    },
    (request) => cases.open(request.body, bearerOf(request)),
  );

  typed.get(
    '/v1/cases',
    {
      schema: {
        ...described('listCases', 'The cases of an API key', 'Latest first, a thousand at most.', BY_API_KEY),
        querystring: NoQuerySchema,
        response: { 200: { ...CaseListSchema, description: 'The cases' }, ...read },
      },
      ...guard,
    },
    async (request, reply) => ({ cases: await cases.list(expectBearer(request, reply)) }),
  );

  typed.get(
    '/v1/cases/:case',
    {
      schema: {
        ...described(
          'readCase',
          'Read a case',
          'With its matches, its requests, and the one thing to do next.',
        ),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        response: { 200: reference(CaseViewSchema), ...read },
      },
      ...guard,
    },
    (request, reply) => cases.read(caseKey(request, reply)),
  );

  typed.patch(
    '/v1/cases/:case',
    {
      schema: {
        ...described('changeCase', 'Change a case’s title or note', 'What is left out stays.'),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        body: CaseChangeSchema,
        response: { 200: reference(CaseViewSchema), ...written },
      },
      ...guard,
    },
    (request, reply) => cases.change(caseKey(request, reply), request.body),
  );

  typed.delete(
    '/v1/cases/:case',
    {
      schema: {
        ...described('deleteCase', 'Delete a case', 'At once and wholly: nothing of it is left.'),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        response: { 200: { ...DeletedCaseSchema, description: 'It is gone' }, ...read },
      },
      ...guard,
    },
    async (request, reply) => ({ deleted: await cases.remove(caseKey(request, reply)) }),
  );

  typed.post(
    '/v1/cases/:case/matches',
    {
      schema: {
        ...described('addCaseMatches', 'Add matches to a case', '25 at most in all.'),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        body: MatchesInputSchema,
        response: { 200: reference(CaseViewSchema), ...written },
      },
      ...guard,
    },
    (request, reply) =>
      cases.addMatches(caseKey(request, reply), request.body.matches, request.body.checkId ?? null),
  );

  typed.post(
    '/v1/cases/:case/rechecks',
    {
      schema: {
        ...described(
          'recheckCase',
          'Look at the links again',
          'Whether each is alive, was moved, shows another picture, is reserved against machine learning, and whether ' +
            'the row is in the newest release known here. Of a picture nothing is kept but its hashes.',
        ),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        body: RecheckInputSchema,
        response: { 200: reference(CaseViewSchema), ...written },
      },
      ...guard,
    },
    (request, reply) => {
      const key = caseKey(request, reply);
      return gate.run(() => cases.recheck(key, request.body.matches ?? null, uploads.holding));
    },
  );

  typed.get(
    '/v1/cases/:case/events',
    {
      schema: {
        ...described(
          'listCaseEvents',
          'What happened in a case',
          'In its order; nothing of it is ever changed.',
        ),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        response: { 200: { ...CaseEventsSchema, description: 'The events' }, ...read },
      },
      ...guard,
    },
    async (request, reply) => ({ events: await cases.events(caseKey(request, reply)) }),
  );

  typed.get(
    '/v1/cases/:case/calendar.ics',
    {
      schema: {
        ...described(
          'readCaseCalendar',
          'The days to remember, as iCalendar',
          'By Authorization: Bearer, or without it by the calendar’s own token in the place of the id: calendar programs ' +
            'send no header. That token reads the calendar alone.',
          BY_CASE_KEY_OR_ADDRESS,
        ),
        params: CaseOfPathSchema,
        querystring: NoQuerySchema,
        response: {
          200: { description: 'iCalendar', content: { 'text/calendar': { schema: { type: 'string' } } } },
          ...read,
        },
      },
      ...guard,
    },
    async (request, reply) => {
      const secret = bearerOf(request);
      const { case: ref } = request.params;
      const text = await cases.calendar(secret === null ? ref : { ref, secret });
      return reply
        .header('content-disposition', 'attachment; filename="trainspot-case.ics"')
        .type('text/calendar; charset=utf-8')
        .send(text);
    },
  );
}
