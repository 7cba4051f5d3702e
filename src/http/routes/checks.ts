import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import type { Config } from '../../runtime/config.ts';
import type { HeldBytes } from '../../core/byte-budget.ts';
import { type Answer, type CheckResult, CheckResultSchema } from '../../api/check-result.ts';
import { FingerprintQuerySchema } from '../../api/fingerprints.ts';
import { FINGERPRINTS_BYTES } from '../../core/bounds.ts';
import { addCheckBodies, compileCheckValidator, SentQuestion } from '../check-body.ts';
import { OPTION_FIELDS, readOptions } from '../form-options.ts';
import { readForm } from '../form.ts';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import { type ProblemCode, RequestProblem } from '../problem.ts';
import { problemResponses } from '../schemas/problem.ts';
import { type CheckQuery, CheckQuerySchema } from '../../api/check-query.ts';
import { FormQuestionSchema, type WaitQuery, WaitSchema } from '../schemas/question.ts';
import { reference } from '../../api/schema.ts';
import type { Trainspot, CheckPictureOptions } from '../../service/trainspot.ts';

/** What a check may be refused with. */
const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'form-invalid',
  'picture-missing',
  'picture-empty',
  'address-invalid',
  'dataset-unknown',
  'search-invalid',
  'address-refused',
  'opted-out',
  'cross-site',
  'request-timeout',
  'body-too-large',
  'picture-too-large',
  'download-too-large',
  'media-type-unsupported',
  'picture-format-unsupported',
  'picture-too-many-pixels',
  'picture-unreadable',
  'download-failed',
  'download-timeout',
  'rate-limited',
  'internal',
  'index-not-open',
  'database-unavailable',
  'overloaded',
];

const schema = {
  tags: ['checks'],
  operationId: 'checkPicture',
  summary: 'Check a picture',
  description:
    'Takes a picture as a form, its public address as JSON, or as JSON its fingerprints alone, made where it lies; and ' +
    'answers what is known of it. An answer to fingerprints may have toCompare: rows that only a look at the picture tells ' +
    'apart, which is for whoever has it, by POST /v1/checks/{id}/comparisons. Where live.state is ' +
    'running, the most promising rows that have no fingerprints are being compared with the pictures at their addresses: ' +
    'GET /v1/checks/{id} and its /events tell what that changes, and ?wait=live waits for it.',
  consumes: ['multipart/form-data', 'application/json'],
  querystring: WaitSchema,
  body: {
    content: {
      'multipart/form-data': { schema: FormQuestionSchema },
      'application/json': { schema: Type.Union([CheckQuerySchema, FingerprintQuerySchema]) },
    },
  },
  response: {
    200: reference(CheckResultSchema),
    ...problemResponses(PROBLEMS),
  },
};

/**
 * `POST /v1/checks`. Nothing of the picture is kept once the answer is sent or the client has left; of its hashes
 * and keypoints, what `check/recent-checks.ts` says.
 */
export async function addChecks(
  app: FastifyInstance,
  config: Config,
  services: Trainspot,
  { gate, uploads }: InFlight,
  count: (answer: Answer) => void,
): Promise<void> {
  const { holding } = uploads;

  async function answer(request: FastifyRequest, signal: AbortSignal, held: HeldBytes): Promise<CheckResult> {
    if (request.isMultipart()) {
      const { picture, texts } = await readForm(request, OPTION_FIELDS, config.UPLOAD_MAX_BYTES, held);
      const options = readOptions(texts);
      return gate.run(() => services.checkPicture(picture, { ...options, signal }, holding));
    }
    if (request.body instanceof SentQuestion) {
      const { sent, options } = request.body;
      return gate.run(() => services.checkFingerprints(sent, { ...options, signal }, holding));
    }
    const { url, ...options } = addressQuestion(request);
    return gate.run(async () => {
      const picture = await services.fetchPicture(url, held);
      signal.throwIfAborted();
      return services.checkPicture(picture, { ...options, signal }, holding);
    });
  }

  await app.register(async (scope) => {
    addCheckBodies(scope);
    scope.post(
      '/v1/checks',
      {
        schema,
        validatorCompiler: compileCheckValidator,
        config: limited(config.RATE_LIMIT_PER_MINUTE, 'checks'),
        bodyLimit: FINGERPRINTS_BYTES,
        onRequest: refuseCrossSite,
      },
      async (request, reply) => {
        // Told before a large picture is sent, where that can be.
        gate.expectRoom();
        const signal = goneSignal(reply);
        const result = await uploads.holding((held) => answer(request, signal, held));
        // Rows are compared outside of the gate, and whoever waits for that holds no place in it.
        const isWaiting = (request.query as WaitQuery).wait === 'live' && result.live.state === 'running';
        const last = isWaiting
          ? await services.recent.read({ checkId: result.id, wait: true, signal })
          : result;
        if (last.toCompare === undefined) count(last.verdict.answer);
        return last;
      },
    );
  });
}

/** The JSON body, which the schema has checked by now; a request without a body has passed by the schema. */
function addressQuestion(request: FastifyRequest): { url: string } & CheckPictureOptions {
  if (request.body) return request.body as CheckQuery;
  throw new RequestProblem(
    'media-type-unsupported',
    'There is no body. Send a form (multipart/form-data) with the picture, or JSON with its url.',
  );
}
