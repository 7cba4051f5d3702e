import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, expect } from 'vitest';
import type { KnnHit, KnnMetadata } from '../../src/api/clip-retrieval.ts';
import type { NearQuery } from '../../src/service/trainspot.ts';
import { appWith } from './app-under-test.ts';

export const HITS: KnnHit[] = [
  { url: 'https://host.example/a.jpg', caption: 'A lighthouse', NSFW: 'UNLIKELY', id: 17, similarity: 0.98 },
  { url: 'https://host.example/b.jpg', caption: null, id: 4, similarity: 0.5 },
  { id: 9, similarity: 0.25 },
];
export const METADATA: KnnMetadata[] = [
  {
    id: 17,
    metadata: {
      url: 'https://host.example/a.jpg',
      caption: 'A lighthouse',
      NSFW: 'UNLIKELY',
      key: '000017',
      original_width: 320,
      original_height: null,
      sha256: null,
      md5: null,
    },
  },
];
export const PNG = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 31) % 251);
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** All that its own Python client sends, whatever it is asked. */
export const CLIENT = {
  text: null,
  image: null,
  image_url: null,
  embedding_input: null,
  deduplicate: true,
  use_safety_model: true,
  use_violence_detector: true,
  indice_name: 'laion-400m',
  use_mclip: false,
  aesthetic_score: 9,
  aesthetic_weight: 0.5,
  modality: 'image',
  num_images: 40,
  num_result_ids: 40,
};

/** An app for all tests of a file, over rows that are made up: what it is asked, and how. */
export function clipRetrievalInTest() {
  let app: FastifyInstance;
  const asked: NearQuery[] = [];
  const fetched: string[] = [];
  beforeAll(async () => {
    app = await appWith(
      {
        clipRetrieval: {
          indices: async () => ['laion-400m', 'demo'],
          async search(query) {
            asked.push(query);
            return HITS;
          },
          async metadata(index, ids) {
            expect([index, ids]).toEqual(['laion-400m', [17, 4]]);
            return METADATA;
          },
        },
        async fetchPicture(url) {
          fetched.push(url);
          return Uint8Array.of(7, 8, 9);
        },
      },
      { RATE_LIMIT_PER_MINUTE: '1000', UPLOAD_MAX_BYTES: '100000' },
    );
  });
  afterAll(() => app.close());

  const inject = (options: InjectOptions | string) => app.inject(options);

  const post = (url: string, payload: object | string | Buffer, headers: InjectOptions['headers'] = {}) =>
    inject({
      method: 'POST',
      url,
      // As text, so that no type is put to it.
      payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
      headers,
    });
  const knn = (question: object, headers?: InjectOptions['headers']) =>
    post('/knn-service', question, headers);
  return { inject, asked, fetched, post, knn };
}
