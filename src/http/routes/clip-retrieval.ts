import type { FastifyInstance } from 'fastify';
import {
  IndicesSchema,
  KnnHitsSchema,
  KnnMetadataListSchema,
  KnnQuerySchema,
  MetadataQuerySchema,
} from '../../api/clip-retrieval.ts';
import { KNN_BODY_BYTES, KNN_IDS_BYTES } from '../../core/bounds.ts';
import type { HeldBytes } from '../../core/byte-budget.ts';
import { TrainspotError } from '../../core/errors.ts';
import type { Config } from '../../runtime/config.ts';
import type { NearQuery, Trainspot } from '../../service/trainspot.ts';
import type { ClipRetrievalBody } from '../clip-retrieval-body.ts';
import { startBodyReader } from '../clip-retrieval-reader.ts';
import { goneSignal } from '../gone-signal.ts';
import { sendList } from '../json-list.ts';
import type { InFlight } from '../overload.ts';
import { limited } from '../plugins/limits.ts';
import { refuseCrossSite } from '../plugins/security.ts';
import type { ProblemCode } from '../problem.ts';
import { problemResponses } from '../schemas/problem.ts';

/** What both posts may be refused with. */
const PROBLEMS: readonly ProblemCode[] = [
  'request-invalid',
  'search-invalid',
  'cross-site',
  'body-too-large',
  'media-type-unsupported',
  'rate-limited',
  'internal',
  'index-not-open',
  'database-unavailable',
  'overloaded',
];

/** And a search, of a picture or of words. */
const PICTURE_PROBLEMS: readonly ProblemCode[] = [
  'picture-empty',
  'address-invalid',
  'address-refused',
  'opted-out',
  'picture-too-large',
  'download-too-large',
  'picture-format-unsupported',
  'picture-too-many-pixels',
  'picture-unreadable',
  'words-not-searchable',
  'download-failed',
  'download-timeout',
];

/** In base64 four letters stand for three bytes; and what else stands in the body. */
const mostBytesOf = ({ UPLOAD_MAX_BYTES }: Config): number =>
  Math.min(KNN_BODY_BYTES, Math.ceil((UPLOAD_MAX_BYTES * 4) / 3) + KNN_IDS_BYTES);

/**
 * `GET /indices-list`, `POST /knn-service` and `POST /metadata`, as the clients of clip-retrieval ask for them: they send
 * JSON and call it text, a form, or nothing at all.
 */
export async function addClipRetrieval(
  app: FastifyInstance,
  config: Config,
  { clipRetrieval, fetchPicture }: Pick<Trainspot, 'clipRetrieval' | 'fetchPicture'>,
  { gate, uploads }: InFlight,
): Promise<void> {
  if (config.CLIP_RETRIEVAL_API === 'off') return;
  const reader = startBodyReader();
  app.addHook('onClose', () => reader.close());

  /** What is looked for, in the order in which clip-retrieval looks for it. */
  async function wanted(
    { query, picture }: ClipRetrievalBody<'knn'>,
    held: HeldBytes,
  ): Promise<NearQuery['of']> {
    const { text, image_url: url, embedding_input: vector } = query;
    if (typeof text === 'string' && text.trim() !== '') return { text };
    if (picture !== null) return { picture: expectSize(picture, config.UPLOAD_MAX_BYTES) };
    if (typeof url === 'string' && url !== '') return { picture: await fetchPicture(url, held) };
    if (Array.isArray(vector)) return { vector };
    throw new TrainspotError(
      'search-invalid',
      `Say what to look for: 'text', 'image', 'image_url' or 'embedding_input'.`,
    );
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    // A body is not parsed yet when Fastify validates.
    scope.setValidatorCompiler(() => () => true);

    const limits = { config: limited(config.RATE_LIMIT_PER_MINUTE, 'searches'), onRequest: refuseCrossSite };
    scope.get(
      '/indices-list',
      {
        schema: {
          tags: ['clip-retrieval'],
          operationId: 'listIndices',
          summary: 'Names of the indexes',
          description: 'What can be searched by a vector, by the names that POST /knn-service takes.',
          response: {
            200: IndicesSchema,
            ...problemResponses(['rate-limited', 'internal', 'database-unavailable', 'overloaded']),
          },
        },
        config: limits.config,
      },
      () => clipRetrieval.indices(),
    );
    scope.post(
      '/knn-service',
      {
        schema: {
          tags: ['clip-retrieval'],
          operationId: 'searchNearest',
          summary: 'Rows near a text, a picture or a vector',
          description:
            'As clip-retrieval answers it, whose clients work unchanged: of text, image, image_url and embedding_input the ' +
            'first that is given is looked for. Nothing is filtered out but what is suppressed, and the answer finds ' +
            'nothing: for evidence, POST /v1/checks. The body is JSON, whatever its Content-Type says.',
          body: { content: { 'application/json': { schema: KnnQuerySchema } } },
          response: { 200: KnnHitsSchema, ...problemResponses([...PROBLEMS, ...PICTURE_PROBLEMS]) },
        },
        ...limits,
      },
      async (request, reply) => {
        // Told before a large picture is sent, where that can be.
        gate.expectRoom();
        const signal = goneSignal(reply);
        const hits = await uploads.holding(async (held) => {
          const body = await reader.read(request, 'knn', mostBytesOf(config), held);
          return gate.run(async () => {
            const of = await wanted(body, held);
            signal.throwIfAborted();
            const { indice_name: index, modality, num_images: detailed, num_result_ids: count } = body.query;
            return clipRetrieval.search({ of, index, modality, detailed, count: count ?? detailed }, signal);
          });
        });
        return sendList(reply, hits);
      },
    );
    scope.post(
      '/metadata',
      {
        schema: {
          tags: ['clip-retrieval'],
          operationId: 'readRowMetadata',
          summary: 'What is known of rows',
          description:
            'Of rows that POST /knn-service named, in the order of the ids. The body is JSON likewise.',
          body: { content: { 'application/json': { schema: MetadataQuerySchema } } },
          response: { 200: KnnMetadataListSchema, ...problemResponses(PROBLEMS) },
        },
        ...limits,
      },
      async (request, reply) => {
        const signal = goneSignal(reply);
        const rows = await uploads.holding(async (held) => {
          const { query } = await reader.read(request, 'metadata', KNN_IDS_BYTES, held);
          return clipRetrieval.metadata(query.indice_name, query.ids, signal);
        });
        return sendList(reply, rows);
      },
    );
  });
}

function expectSize(picture: Uint8Array, mostBytes: number): Uint8Array {
  if (picture.length <= mostBytes) return picture;
  throw new TrainspotError(
    'picture-too-large',
    `The picture has ${picture.length} bytes; at most ${mostBytes} are taken. Make it smaller and try again.`,
  );
}
