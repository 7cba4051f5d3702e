import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../../runtime/config.ts';
import {
  LiftBodySchema,
  type SuppressionInput,
  SuppressionPageSchema,
  SuppressionSchema,
  type SuppressionBody,
  SuppressionBodySchema,
} from '../../api/suppression.ts';
import { readForm } from '../form.ts';
import type { InFlight } from '../overload.ts';
import { requireAdmin } from '../plugins/admin.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import { type ProblemCode, RequestProblem } from '../problem.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import { BY_ADMIN_KEY } from '../schemas/security.ts';
import { SuppressionFormSchema } from '../schemas/suppression-form.ts';
import { SuppressionListSchema, SuppressionOfPathSchema } from '../schemas/parameters.ts';
import type { Trainspot } from '../../service/trainspot.ts';

const JSON_MAX_BYTES = 64 * 1024;
const FORM_FIELDS = ['reason', 'by'] as const;
/** Where a request does not say whose wish it is. */
const SOMEBODY = 'whoever holds ADMIN_KEY';

const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'suppression-invalid',
  'admin-key-wrong',
  'admin-off',
  'cross-site',
  'rate-limited',
  'internal',
  'database-unavailable',
  'overloaded',
];
const PROBLEMS_OF_PICTURE: readonly ProblemCode[] = [
  'form-invalid',
  'picture-missing',
  'picture-empty',
  'request-timeout',
  'body-too-large',
  'picture-too-large',
  'media-type-unsupported',
  'picture-format-unsupported',
  'picture-too-many-pixels',
  'picture-unreadable',
];

/** `/v1/suppressions`, for whoever holds ADMIN_KEY: keeping rows out of every answer, the list, and showing them again. */
export function addSuppressions(
  app: FastifyInstance,
  config: Config,
  { suppress, lift, suppressions }: Pick<Trainspot, 'suppress' | 'lift' | 'suppressions'>,
  { gate, uploads }: InFlight,
): void {
  const guard = {
    config: limited(config.RATE_LIMIT_PER_MINUTE, 'suppressions'),
    onRequest: [refuseCrossSite, requireAdmin(config.ADMIN_KEY)],
    bodyLimit: JSON_MAX_BYTES,
  };
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/v1/suppressions',
    {
      schema: {
        tags: ['suppressions'],
        operationId: 'listSuppressions',
        summary: 'What is suppressed, and was',
        security: BY_ADMIN_KEY,
        description: 'Every suppression, lifted ones too, latest first.',
        querystring: SuppressionListSchema,
        response: { 200: reference(SuppressionPageSchema), ...problemResponses(PROBLEMS) },
      },
      ...guard,
    },
    ({ query }) => suppressions(query.after ?? null),
  );

  app.post(
    '/v1/suppressions',
    {
      schema: {
        tags: ['suppressions'],
        operationId: 'suppressRows',
        summary: 'Keep rows out of every answer',
        security: BY_ADMIN_KEY,
        description:
          'By exactly one of url, domain, sha256 and md5 as JSON, or by a picture as a form. Rows that are there are ' +
          'hidden before the answer comes, those that are saved later as they are saved.',
        consumes: ['multipart/form-data', 'application/json'],
        querystring: NoQuerySchema,
        body: {
          content: {
            'multipart/form-data': { schema: SuppressionFormSchema },
            'application/json': { schema: SuppressionBodySchema },
          },
        },
        response: {
          200: reference(SuppressionSchema),
          ...problemResponses([...PROBLEMS_OF_PICTURE, ...PROBLEMS]),
        },
      },
      ...guard,
    },
    (request) =>
      uploads.holding(async (held) => {
        const wish = request.isMultipart()
          ? wishOf(await readForm(request, FORM_FIELDS, config.UPLOAD_MAX_BYTES, held))
          : wishOfBody(request);
        return gate.run(() => suppress(wish));
      }),
  );

  typed.post(
    '/v1/suppressions/:id/lift',
    {
      schema: {
        tags: ['suppressions'],
        operationId: 'liftSuppression',
        summary: 'Show the rows again',
        security: BY_ADMIN_KEY,
        description: 'Those that no other suppression hides. The record stays.',
        params: SuppressionOfPathSchema,
        querystring: NoQuerySchema,
        body: LiftBodySchema,
        response: {
          200: reference(SuppressionSchema),
          ...problemResponses([
            'suppression-unknown',
            'body-too-large',
            'media-type-unsupported',
            ...PROBLEMS,
          ]),
        },
      },
      ...guard,
    },
    ({ params, body }) => lift({ id: params.id, reason: body.reason ?? null, by: body.by ?? SOMEBODY }),
  );
}

function wishOf({
  picture,
  texts,
}: {
  picture: Uint8Array;
  texts: Record<(typeof FORM_FIELDS)[number], string[]>;
}): SuppressionInput {
  for (const name of FORM_FIELDS) {
    if (texts[name].length > 1) {
      throw new RequestProblem(
        'form-invalid',
        `The field '${name}' came ${texts[name].length} times; once is enough.`,
      );
    }
  }
  return { picture, reason: texts.reason[0] ?? '', by: texts.by[0] ?? SOMEBODY };
}

/** The JSON body, which the schema has checked by now; a request without a body has passed by the schema. */
function wishOfBody(request: FastifyRequest): SuppressionInput {
  if (!request.body) {
    throw new RequestProblem(
      'media-type-unsupported',
      'There is no body. Send a form (multipart/form-data) with the picture, or JSON with what is to be hidden.',
    );
  }
  return { by: SOMEBODY, ...(request.body as SuppressionBody) };
}
