import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Config } from '../../runtime/config.ts';
import { DATA_MINING_VALUES, type DataMiningValue } from '../../fingerprint/xmp/data-mining.ts';
import { writeOptOutFiles } from '../../opt-out/files/registry.ts';
import { whyUnanswered } from '../../opt-out/unanswered.ts';
import { sendProblem } from '../errors.ts';
import { readForm } from '../form.ts';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import { PROBLEM_TYPE, type ProblemCode, RequestProblem } from '../problem.ts';
import { pictureFile } from '../schemas/picture-file.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { UnansweredAuditSchema } from '../schemas/unanswered-audit.ts';
import {
  AuditQuerySchema,
  OptOutAuditSchema,
  OptOutFilesQuerySchema,
  OptOutFilesSchema,
} from '../../api/opt-out.ts';
import { reference } from '../../api/schema.ts';
import type { Trainspot } from '../../service/trainspot.ts';

const COMMON: readonly ProblemCode[] = [
  'request-invalid',
  'address-invalid',
  'cross-site',
  'body-too-large',
  'media-type-unsupported',
  'rate-limited',
  'internal',
  'overloaded',
];
/** Of an audit that answers nothing. */
const UNANSWERED = 'content-unreadable';

const OF_PICTURES: readonly ProblemCode[] = [
  'request-invalid',
  'form-invalid',
  'picture-missing',
  'picture-empty',
  'cross-site',
  'picture-too-large',
  'media-type-unsupported',
  'picture-format-unsupported',
  'picture-unreadable',
  'rate-limited',
  'internal',
  'overloaded',
];

/** What the artist reserves unless they say otherwise. */
const DEFAULT_VALUE: DataMiningValue = 'DMI-PROHIBITED-AIMLTRAINING';
const MARKED = 'image/*';

/** `POST /v1/opt-out-audits`, `/v1/opt-out-files` and `/v1/opt-out-pictures`: read, and written to be published. */
export function addOptOuts(
  app: FastifyInstance,
  config: Config,
  services: Pick<Trainspot, 'auditOptOuts' | 'markPicture'>,
  { gate, uploads }: InFlight,
): void {
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const route = (what: string) => ({
    config: limited(config.RATE_LIMIT_PER_MINUTE, what),
    onRequest: refuseCrossSite,
  });

  typed.post(
    '/v1/opt-out-audits',
    {
      ...route('audits'),
      schema: {
        tags: ['opt-outs'],
        operationId: 'auditOptOuts',
        summary: 'What a page or picture says about AI training',
        description:
          'Fetches the address and its site’s robots.txt, tdmrep.json and ai.txt, once each, and says for every known ' +
          'crawler and every known way of saying no what they mean. Nothing of them is kept. Whatever was refused for ' +
          'what was served there carries a problem; where nothing else says yes or no either, the answer is 422, with ' +
          'all of the audit beside the problem’s own members.',
        querystring: NoQuerySchema,
        body: AuditQuerySchema,
        response: {
          200: reference(OptOutAuditSchema),
          ...problemResponses([...COMMON, 'address-refused']),
          422: {
            description: UNANSWERED,
            content: { [PROBLEM_TYPE]: { schema: reference(UnansweredAuditSchema) } },
          },
        },
      },
    },
    async ({ body, log }, reply) => {
      const audit = await gate.run(() => services.auditOptOuts(body.url, goneSignal(reply)));
      const why = whyUnanswered(audit);
      if (why === null) return audit;
      log.info({ code: UNANSWERED }, 'request refused');
      return sendProblem(reply, UNANSWERED, why, [], audit);
    },
  );

  typed.post(
    '/v1/opt-out-files',
    {
      ...route('files'),
      schema: {
        tags: ['opt-outs'],
        operationId: 'writeOptOutFiles',
        summary: 'Files and lines that reserve a site against AI training',
        description: 'robots.txt, ai.txt, tdmrep.json, headers for nginx, Apache and Caddy, and meta tags.',
        querystring: NoQuerySchema,
        body: OptOutFilesQuerySchema,
        response: { 200: reference(OptOutFilesSchema), ...problemResponses(COMMON) },
      },
    },
    async ({ body: { keepOut = 'training', policyUrl = null } }) => ({
      files: writeOptOutFiles({ keepOut, policyUrl }),
    }),
  );

  app.post(
    '/v1/opt-out-pictures',
    {
      ...route('pictures'),
      schema: {
        tags: ['opt-outs'],
        operationId: 'markPicture',
        summary: 'A copy of a picture that reserves itself',
        description:
          'Takes a JPEG, PNG or WebP and answers a copy whose XMP says plus:DataMining. No pixel is touched, and what ' +
          'its metadata said stays. The picture is in memory for the length of the request.',
        consumes: ['multipart/form-data'],
        querystring: NoQuerySchema,
        body: {
          content: {
            'multipart/form-data': {
              schema: Type.Object({
                picture: pictureFile('A JPEG, PNG or WebP.'),
                value: Type.Optional(
                  Type.Unsafe<DataMiningValue>({
                    type: 'string',
                    enum: [...DATA_MINING_VALUES],
                    default: DEFAULT_VALUE,
                    description: 'A word of the PLUS vocabulary.',
                  }),
                ),
              }),
            },
          },
        },
        response: {
          200: {
            description: 'The copy, in the picture’s own format.',
            content: {
              [MARKED]: { schema: Type.Unsafe<Buffer>({ type: 'string', contentMediaType: MARKED }) },
            },
          },
          ...problemResponses(OF_PICTURES),
        },
      },
    },
    async (request, reply) => {
      gate.expectRoom();
      const { bytes, type, extension } = await uploads.holding(async (held) => {
        if (!request.isMultipart()) {
          throw new RequestProblem(
            'media-type-unsupported',
            'Send a form (multipart/form-data) with the picture.',
          );
        }
        const { picture, texts } = await readForm(request, ['value'], config.UPLOAD_MAX_BYTES, held);
        return gate.run(() => services.markPicture(picture, valueIn(texts.value)));
      });
      reply.type(type).header('content-disposition', `attachment; filename="reserved.${extension}"`);
      return reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    },
  );
}

function valueIn(texts: readonly string[]): DataMiningValue {
  const [text = DEFAULT_VALUE] = texts;
  const value = DATA_MINING_VALUES.find((known) => known === text);
  if (value !== undefined && texts.length < 2) return value;
  throw new RequestProblem(
    'form-invalid',
    `The field 'value' should be one of ${DATA_MINING_VALUES.join(', ')}.`,
  );
}
