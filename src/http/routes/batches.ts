import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  BatchChangeSchema,
  BatchItemSchema,
  BatchQuerySchema,
  BatchSchema,
  DeletedBatchSchema,
  type OpenedBatch,
  OpenedBatchSchema,
} from '../../api/batch.ts';
import type { Answer } from '../../api/check-result.ts';
import { ComparisonsSchema } from '../../api/fingerprints.ts';
import { reference } from '../../api/schema.ts';
import { COMPARISONS_BYTES } from '../../core/bounds.ts';
import type { HeldBytes } from '../../core/byte-budget.ts';
import type { Config } from '../../runtime/config.ts';
import type { BatchKey, Batches } from '../../service/trainspot.ts';
import { startBatchReader } from '../batches/read.ts';
import { clientOf } from '../client.ts';
import { eventStreamOf, sendEvents } from '../event-stream.ts';
import { goneSignal } from '../gone-signal.ts';
import type { InFlight } from '../overload.ts';
import { bearerOf } from '../plugins/bearer.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import { type ProblemCode, RequestProblem } from '../problem.ts';
import { BatchFormSchema } from '../schemas/batch-form.ts';
import { BatchOfPathSchema, ItemOfBatchSchema } from '../schemas/parameters.ts';
import { problemResponses } from '../schemas/problem.ts';
import { NoQuerySchema } from '../schemas/question.ts';
import { BY_BATCH_SECRET } from '../schemas/security.ts';

const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'batch-key-missing',
  'batch-unknown',
  'rate-limited',
  'internal',
  'overloaded',
];

const PROBLEMS_OF_SENDING: readonly ProblemCode[] = [
  'request-invalid',
  'form-invalid',
  'batch-invalid',
  'picture-missing',
  'cross-site',
  'request-timeout',
  'body-too-large',
  'batch-too-large',
  'media-type-unsupported',
  'batches-under-way',
  'rate-limited',
  'internal',
  'overloaded',
];

/**
 * `/v1/batches`: many pictures, checked beside what somebody waits for. No picture is kept longer than its check takes. The
 * secret comes in a header alone.
 */
export async function addBatches(
  app: FastifyInstance,
  config: Config,
  batches: Batches,
  inFlight: InFlight,
  count: (answer: Answer) => void,
): Promise<void> {
  const perMinute = config.RATE_LIMIT_PER_MINUTE;
  await app.register(async (scope) => addTaking(scope, config, batches, inFlight, count));
  addReading(app, perMinute, batches);
  addComparing(app, perMinute, batches, inFlight);
}

function addTaking(
  scope: FastifyInstance,
  config: Config,
  batches: Batches,
  { gate, batches: budget }: InFlight,
  onAnswer: (answer: Answer) => void,
): void {
  const bounds = { pictureMaxBytes: config.UPLOAD_MAX_BYTES, batchMaxBytes: config.BATCH_MAX_BYTES };
  const reader = startBatchReader(bounds);
  scope.addHook('onClose', () => reader.close());
  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser('application/json', (_request, payload, done) => done(null, payload));

  async function take(request: FastifyRequest, held: HeldBytes) {
    const client = clientOf(request);
    const input = await reader.read(request, held);
    return batches.open({ ...input, client }, { beside: gate.beside, holding: budget.holding, onAnswer });
  }

  /** Answers at once, and holds what was sent until the batch has ended. */
  function opened(request: FastifyRequest): Promise<OpenedBatch> {
    return new Promise((resolve, reject) => {
      budget
        .holding(async (held) => {
          const batch = await take(request, held);
          resolve(batch.opened);
          await batch.ended;
        })
        .catch(reject);
    });
  }

  scope.post(
    '/v1/batches',
    {
      schema: {
        tags: ['batches'],
        operationId: 'openBatch',
        summary: 'Check many pictures',
        description:
          'Takes many pictures as a form (files, or ZIPs of them), or as JSON their public addresses or fingerprints, and ' +
          'answers at once with an id and the secret that opens the batch. They are checked one after the other, beside single ' +
          'checks and never before them. A picture that cannot be read is an item with its error. What was found can be read for ' +
          'a day; of the pictures nothing is kept but their names.',
        consumes: ['multipart/form-data', 'application/json'],
        querystring: NoQuerySchema,
        body: {
          content: {
            'multipart/form-data': { schema: BatchFormSchema },
            'application/json': { schema: BatchQuerySchema },
          },
        },
        response: { 200: reference(OpenedBatchSchema), ...problemResponses(PROBLEMS_OF_SENDING) },
      },
      // A body is read as it arrives, and checked in a thread.
      validatorCompiler: (route) =>
        route.httpPart === 'body' ? () => true : (scope.validatorCompiler?.(route) ?? (() => true)),
      config: limited(config.RATE_LIMIT_PER_MINUTE, 'batches'),
      onRequest: refuseCrossSite,
    },
    (request) => {
      batches.expectRoom(clientOf(request));
      return opened(request);
    },
  );
}

function addReading(app: FastifyInstance, perMinute: number, batches: Batches): void {
  // A batch may take hours, and nobody waits for that to close.
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();
  const shared = { tags: ['batches'], security: BY_BATCH_SECRET, querystring: NoQuerySchema };
  const config = limited(perMinute, 'looks at batches');
  typed.get(
    '/v1/batches/:id',
    {
      schema: {
        ...shared,
        operationId: 'readBatch',
        summary: 'A batch, as it stands by now',
        description: 'How far it is, and what was found of each picture so far.',
        params: BatchOfPathSchema,
        response: { 200: reference(BatchSchema), ...problemResponses(PROBLEMS) },
      },
      config,
    },
    async (request, reply) => batches.read(batchKey(request, reply)),
  );
  typed.get(
    '/v1/batches/:id/events',
    {
      schema: {
        ...shared,
        operationId: 'followBatch',
        summary: 'What changes of a batch, as it happens',
        description:
          'Server-sent events, of which data is a BatchChange: change at once and whenever something has changed, then done, ' +
          'with which the stream ends.',
        params: BatchOfPathSchema,
        response: {
          200: eventStreamOf(reference(BatchChangeSchema)),
          ...problemResponses(PROBLEMS),
        },
      },
      config,
    },
    async (request, reply) => {
      const over = AbortSignal.any([goneSignal(reply), closing.signal]);
      const changes = batches.follow(batchKey(request, reply), over);
      return sendEvents(reply, changes, ({ state }) => state === 'running');
    },
  );
  typed.delete(
    '/v1/batches/:id',
    {
      schema: {
        ...shared,
        operationId: 'deleteBatch',
        summary: 'Delete a batch',
        description: 'Ends what is under way of it, and forgets all that was found.',
        params: BatchOfPathSchema,
        response: { 200: DeletedBatchSchema, ...problemResponses([...PROBLEMS, 'cross-site']) },
      },
      config,
      onRequest: refuseCrossSite,
    },
    async (request, reply) => ({ deleted: batches.remove(batchKey(request, reply)) }),
  );
}

function addComparing(
  app: FastifyInstance,
  perMinute: number,
  batches: Batches,
  { gate, uploads }: InFlight,
): void {
  app.withTypeProvider<TypeBoxTypeProvider>().post(
    '/v1/batches/:id/items/:n/comparisons',
    {
      schema: {
        tags: ['batches'],
        operationId: 'compareBatchRows',
        summary: 'Tell what looking at a picture of a batch found',
        description:
          'Of a picture whose fingerprints were sent and that has toCompare: as POST /v1/checks/{id}/comparisons. Answers the ' +
          'item as it stands then.',
        security: BY_BATCH_SECRET,
        params: ItemOfBatchSchema,
        querystring: NoQuerySchema,
        body: ComparisonsSchema,
        response: {
          200: reference(BatchItemSchema),
          ...problemResponses([
            ...PROBLEMS,
            'batch-invalid',
            'comparisons-invalid',
            'check-unknown',
            'cross-site',
            'body-too-large',
            'media-type-unsupported',
            'database-unavailable',
          ]),
        },
      },
      bodyLimit: COMPARISONS_BYTES,
      config: limited(perMinute, 'comparisons of rows'),
      onRequest: refuseCrossSite,
    },
    (request, reply) => {
      const { n } = request.params;
      const look = { n, comparisons: request.body.comparisons, signal: goneSignal(reply) };
      const key = batchKey(request, reply);
      return gate.run(() => batches.compare(key, look, uploads.holding));
    },
  );
}

/** @throws RequestProblem `batch-key-missing` */
function batchKey(request: FastifyRequest<{ Params: { id: string } }>, reply: FastifyReply): BatchKey {
  const secret = bearerOf(request);
  if (secret !== null) return { id: request.params.id, secret };
  reply.header('www-authenticate', 'Bearer');
  throw new RequestProblem(
    'batch-key-missing',
    `Send the secret that the batch was answered with, as 'Authorization: Bearer SECRET'.`,
  );
}
