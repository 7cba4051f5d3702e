import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { formatOf, sendNotice } from '../notice-answer.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import { NOTICE_ANSWER } from '../schemas/notice-answer.ts';
import { NoticeFormatSchema } from '../schemas/parameters.ts';
import { NoticeInputSchema, NoticeKindsSchema } from '../../api/notice.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import type { Notices } from '../../service/trainspot.ts';

/** 25 rows with their longest addresses. */
const JSON_MAX_BYTES = 256 * 1024;

/** `/v1/notices`: the kinds of notices, and one written or printed. Nothing of it is kept. */
export function addNotices(app: FastifyInstance, perMinute: number, notices: Notices): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  typed.get(
    '/v1/notices',
    {
      schema: {
        tags: ['notices'],
        operationId: 'listNoticeKinds',
        summary: 'The kinds of notices',
        description: 'Each with the law it rests on, who may use it, what it can do, and what it asks.',
        querystring: NoQuerySchema,
        response: {
          200: { description: 'The kinds', content: { 'application/json': { schema: NoticeKindsSchema } } },
          ...problemResponses(['request-invalid', 'internal']),
        },
      },
    },
    async () => ({ kinds: notices.kinds() }),
  );

  typed.post(
    '/v1/notices',
    {
      schema: {
        tags: ['notices'],
        operationId: 'writeNotice',
        summary: 'Write a notice',
        description:
          'A letter in one of four languages, filled in from a row and what the artist says, as JSON, as text or as ' +
          'PDF. What is missing is listed, and the letter is then a draft; nothing is made up, and statements are ' +
          'made by the artist alone. Nothing is sent, and nothing is kept.',
        querystring: NoticeFormatSchema,
        body: NoticeInputSchema,
        response: {
          200: NOTICE_ANSWER,
          ...problemResponses([
            'request-invalid',
            'notice-invalid',
            'cross-site',
            'body-too-large',
            'media-type-unsupported',
            'notice-unprintable',
            'rate-limited',
            'internal',
            'database-unavailable',
            'overloaded',
          ]),
        },
      },
      config: limited(perMinute, 'notices'),
      onRequest: refuseCrossSite,
      bodyLimit: JSON_MAX_BYTES,
    },
    (request, reply) => {
      const { body, query } = request;
      return sendNotice(
        reply,
        formatOf(request, query.format),
        `notice-${body.kind}`,
        () => notices.write(body),
        () => notices.print(body),
      );
    },
  );
}
