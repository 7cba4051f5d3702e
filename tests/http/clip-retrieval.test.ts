import { Readable } from 'node:stream';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KnnHit, KnnMetadata } from '../../src/api/clip-retrieval.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import type { NearQuery } from '../../src/service/trainspot.ts';
import { appWith, deferred } from './app-under-test.ts';

const HITS: KnnHit[] = [
  { url: 'https://host.example/a.jpg', caption: 'A lighthouse', NSFW: 'UNLIKELY', id: 17, similarity: 0.98 },
  { url: 'https://host.example/b.jpg', caption: null, id: 4, similarity: 0.5 },
  { id: 9, similarity: 0.25 },
];
const METADATA: KnnMetadata[] = [
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
const PNG = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 31) % 251);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** All that its own Python client sends, whatever it is asked. */
const CLIENT = {
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

const post = (url: string, payload: object | string | Buffer, headers: InjectOptions['headers'] = {}) =>
  app.inject({
    method: 'POST',
    url,
    // As text, so that no type is put to it.
    payload: typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
    headers,
  });
const knn = (question: object, headers?: InjectOptions['headers']) => post('/knn-service', question, headers);

describe('GET /indices-list', () => {
  it('is a bare list of names', async () => {
    const answer = await app.inject('/indices-list');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(['laion-400m', 'demo']);
  });
});

describe('POST /knn-service', () => {
  it.each([
    ['none, as its Python client does', {}],
    ['a text, as its page does', { 'content-type': 'text/plain;charset=UTF-8' }],
    ['a form, as curl -d does', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON', { 'content-type': 'application/json' }],
    ['a type that there is not', { 'content-type': 'application/x-unheard-of' }],
  ])('takes JSON whatever type it is given: %s', async (_what, headers) => {
    const answer = await knn({ ...CLIENT, text: 'a lighthouse' }, headers);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain('application/json');
    expect(answer.json()).toEqual(HITS);
    expect(asked.splice(0)).toEqual([
      { of: { text: 'a lighthouse' }, index: 'laion-400m', modality: 'image', count: 40, detailed: 40 },
    ]);
  });

  it('answers each field as its clients read it, and nothing where there is nothing', async () => {
    const [detailed, without, bare] = (await knn({ ...CLIENT, text: 'a' })).json<KnnHit[]>();
    expect(Object.keys(detailed).toSorted()).toEqual(['NSFW', 'caption', 'id', 'similarity', 'url']);
    expect(Object.keys(without).toSorted()).toEqual(['caption', 'id', 'similarity', 'url']);
    expect(without.caption).toBeNull();
    expect(Object.keys(bare).toSorted()).toEqual(['id', 'similarity']);
    asked.length = 0;
    const none = await appWith();
    const answer = await none.inject({
      method: 'POST',
      url: '/knn-service',
      payload: JSON.stringify({ ...CLIENT, text: 'a' }),
    });
    expect(answer.json()).toEqual([]);
    await none.close();
  });

  it.each([499, 500, 501, 1_000, 1_001, 10_000])('answers %i rows as one list of JSON', async (length) => {
    const hits = Array.from({ length }, (_, i): KnnHit => ({ ...HITS[i % 3], id: i }));
    const many = await appWith({
      clipRetrieval: {
        indices: async () => [],
        search: async () => hits,
        metadata: async () => hits.map(({ id }) => ({ ...METADATA[0], id })),
      },
    });
    const payload = JSON.stringify({ ...CLIENT, text: 'a', ids: [] });
    const found = await many.inject({ method: 'POST', url: '/knn-service', payload });
    expect(found.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(found.json()).toEqual(hits);
    const metadata = await many.inject({ method: 'POST', url: '/metadata', payload });
    expect(metadata.json<KnnMetadata[]>().map(({ id }) => id)).toEqual(hits.map(({ id }) => id));
    await many.close();
  });

  it('looks for a text before a picture, a picture before an address, an address before a vector', async () => {
    const all = {
      text: 'a',
      image: base64(PNG),
      image_url: 'https://host.example/q.jpg',
      embedding_input: [0.6, 0.8],
    };
    const of = async (question: object) => {
      expect((await knn({ ...CLIENT, ...question })).statusCode).toBe(200);
      return asked.splice(0)[0].of;
    };
    expect(await of(all)).toEqual({ text: 'a' });
    expect(await of({ ...all, text: '  ' })).toEqual({ picture: PNG });
    expect(await of({ ...all, text: '', image: '' })).toEqual({ picture: Uint8Array.of(7, 8, 9) });
    expect(fetched.splice(0)).toEqual(['https://host.example/q.jpg']);
    expect(await of({ ...all, text: null, image: null, image_url: null })).toEqual({ vector: [0.6, 0.8] });
  });

  it('takes emoji, and leaves out of words what no text can hold', async () => {
    expect((await knn({ ...CLIENT, text: 'a\0 heron 🪶\ud83c' })).statusCode).toBe(200);
    expect(asked.splice(0)[0].of).toEqual({ text: 'a heron 🪶' });
    expect((await knn({ ...CLIENT, text: '\0' })).json()).toMatchObject({
      status: 400,
      code: 'search-invalid',
    });
  });

  it('takes a short picture, and base64 of several lines or of addresses', async () => {
    const pictures = [PNG.subarray(0, 99), PNG];
    for (const picture of pictures) {
      for (const image of [
        base64(picture),
        base64(picture).replaceAll(/.{76}/g, '$&\r\n'),
        Buffer.from(picture).toString('base64url'),
      ]) {
        expect((await knn({ ...CLIENT, image })).statusCode).toBe(200);
        expect(asked.splice(0)[0].of).toEqual({ picture: new Uint8Array(picture) });
      }
    }
  });

  it('needs only what clip-retrieval needs, and heeds num_result_ids', async () => {
    const least = { text: 'a', modality: 'image', num_images: 3, indice_name: null };
    expect((await knn(least)).statusCode).toBe(200);
    expect((await knn({ ...least, num_result_ids: 3_000, unheard_of: 1 })).statusCode).toBe(200);
    expect((await knn({ ...least, aesthetic_score: '', aesthetic_weight: '' })).statusCode).toBe(200);
    const each = { of: { text: 'a' }, index: null, modality: 'image', detailed: 3 };
    expect(asked.splice(0)).toEqual([
      { ...each, count: 3 },
      { ...each, count: 3_000 },
      { ...each, count: 3 },
    ]);
  });

  it.each<[what: string, body: object | string | Buffer, why: RegExp]>([
    ['an empty body', '', /empty/],
    ['half of JSON', '{"text":', /not valid JSON/],
    ['NaN as Python writes it', '{"embedding_input":[NaN]}', /not valid JSON/],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), /UTF-8/],
    ['a form that is one', 'text=a&modality=image', /not valid JSON/],
    ['a list', [], /body must be object/],
    ['no modality', { text: 'a', num_images: 1, indice_name: null }, /'modality' is missing/],
    ['no num_images', { text: 'a', modality: 'image', indice_name: null }, /'num_images' is missing/],
    ['no indice_name', { text: 'a', modality: 'image', num_images: 1 }, /'indice_name' is missing/],
    ['several missing', { text: 'a' }, /'modality', 'num_images', 'indice_name' is missing/],
    ['a modality that there is not', { ...CLIENT, modality: 'sound' }, /'modality'.*image, text/],
    ['10,001 pictures', { ...CLIENT, text: 'a', num_images: 10_001 }, /'num_images'.*10000/],
    ['−1 pictures', { ...CLIENT, text: 'a', num_images: -1 }, /'num_images'/],
    ['pictures as text', { ...CLIENT, text: 'a', num_images: '40' }, /'num_images'.*integer/],
    ['a million ids', { ...CLIENT, text: 'a', num_result_ids: 1_000_000 }, /'num_result_ids'.*10000/],
    ['10,000 words', { ...CLIENT, text: 'word '.repeat(10_000) }, /'text'.*2000/],
    ['letters that are no base64', { ...CLIENT, image: 'not base64!' }, /'image' is no base64/],
    ['an address of data', { ...CLIENT, image: `data:image/png;base64,${base64(PNG)}` }, /'data:'/],
    ['a number as picture', { ...CLIENT, image: 7 }, /'image' in the body must be/],
    [
      'a long address',
      { ...CLIENT, image_url: `https://a.example/${'x'.repeat(5_000)}` },
      /'image_url'.*4096/,
    ],
    ['a vector of text', { ...CLIENT, embedding_input: ['0.1'] }, /'embedding_input.0'/],
    ['a vector in a list', { ...CLIENT, embedding_input: [[0.1]] }, /'embedding_input.0'/],
    ['null in a vector', { ...CLIENT, embedding_input: [0, null] }, /'embedding_input.1'/],
    [
      'a number beyond numbers',
      JSON.stringify({ ...CLIENT, embedding_input: [7] }).replace('[7]', '[1e999]'),
      /'embedding_input.0'/,
    ],
    [
      '5,000 values',
      { ...CLIENT, embedding_input: Array.from({ length: 5_000 }, () => 0) },
      /'embedding_input'.*4096/,
    ],
    ['nothing to look for', CLIENT, /'text', 'image', 'image_url' or 'embedding_input'/],
    ['lists in lists, without end', `{"embedding_input":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, /./],
  ])('refuses %s with 400, by name', async (_what, body, why) => {
    const answer = await post('/knn-service', body);
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(why) });
    expect(answer.statusCode).toBe(400);
    expect(asked).toEqual([]);
  });

  it('refuses a body, and a picture, beyond what is taken', async () => {
    const large = await knn({ ...CLIENT, image: 'A'.repeat(500_000) });
    expect(large.json()).toMatchObject({ status: 413, code: 'body-too-large' });
    // Without a length, which would tell beforehand.
    const pieces = Array.from({ length: 500 }, () => 'A'.repeat(1_000));
    const streamed = await app.inject({
      method: 'POST',
      url: '/knn-service',
      payload: Readable.from(['{"image":"', ...pieces, '"}']),
    });
    expect(streamed.json()).toMatchObject({ status: 413, code: 'body-too-large' });
    const picture = await knn({ ...CLIENT, image: base64(new Uint8Array(100_001)) });
    expect(picture.json()).toMatchObject({ status: 413, code: 'picture-too-large' });
    const packed = await knn({ ...CLIENT, text: 'a' }, { 'content-encoding': 'gzip' });
    expect(packed.json()).toMatchObject({ status: 415, code: 'media-type-unsupported' });
    expect(asked).toEqual([]);
  });

  it('holds no more bytes than all requests together may', async () => {
    const small = await appWith({}, { UPLOAD_MAX_BYTES: '20000', PICTURES_HELD_MAX_BYTES: '20000' });
    const answer = await small.inject({
      method: 'POST',
      url: '/knn-service',
      payload: JSON.stringify({ ...CLIENT, image: 'A'.repeat(26_000) }),
    });
    expect(answer.json()).toMatchObject({ status: 503, code: 'overloaded' });
    await small.close();
  });

  it('counts by the rate, takes a place at the gate, and does not answer pages of other sites', async () => {
    const [waiting, entered] = [deferred<KnnHit[]>(), deferred<void>()];
    const search = () => {
      entered.resolve();
      return waiting.promise;
    };
    const one = await appWith(
      { clipRetrieval: { indices: async () => [], search, metadata: async () => [] } },
      { MAX_CONCURRENT_CHECKS: '1', RATE_LIMIT_PER_MINUTE: '2' },
    );
    const ask = (headers = {}) =>
      one.inject({
        method: 'POST',
        url: '/knn-service',
        payload: JSON.stringify({ ...CLIENT, text: 'a' }),
        headers,
      });
    // A request begins once it is waited for.
    const first = ask().then((answer) => answer);
    await entered.promise;
    expect((await ask()).json()).toMatchObject({ status: 503, code: 'overloaded' });
    waiting.resolve(HITS);
    expect((await first).statusCode).toBe(200);
    expect((await ask({ 'sec-fetch-site': 'cross-site' })).json()).toMatchObject({ code: 'cross-site' });
    expect((await ask()).json()).toMatchObject({ status: 429, code: 'rate-limited' });
    await one.close();
  });

  it.each<[status: number, error: TrainspotError]>([
    [400, new TrainspotError('search-invalid', "'indice_name' is 'x'; there are: demo.")],
    [422, new TrainspotError('words-not-searchable', 'No words.')],
    [503, new TrainspotError('index-not-open', 'No index is open.')],
  ])('says by a problem what clip-retrieval answers 500 for: %i', async (status, error) => {
    const refusing = await appWith({
      clipRetrieval: {
        indices: async () => [],
        search: () => Promise.reject(error),
        metadata: () => Promise.reject(error),
      },
    });
    for (const [url, body] of [
      ['/knn-service', { ...CLIENT, text: 'a' }],
      ['/metadata', { indice_name: 'x', ids: [1] }],
    ] as const) {
      const answer = await refusing.inject({ method: 'POST', url, payload: JSON.stringify(body) });
      expect(answer.json()).toMatchObject({ status, code: error.code, detail: error.message });
    }
    await refusing.close();
  });
});

describe('POST /metadata', () => {
  it('answers what is known of rows, whatever type the question is given', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }]) {
      const answer = await post('/metadata', { indice_name: 'laion-400m', ids: [17, 4] }, headers);
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toEqual(METADATA);
    }
  });

  it.each<[what: string, body: object, why: RegExp]>([
    ['no ids', { indice_name: null }, /'ids' is missing/],
    ['an id of text', { indice_name: null, ids: ['7'] }, /'ids.0'/],
    ['half an id', { indice_name: null, ids: [1.5] }, /'ids.0'/],
    ['an id beyond numbers', { indice_name: null, ids: [1e300] }, /'ids.0'/],
    ['10,001 ids', { indice_name: null, ids: Array.from({ length: 10_001 }, (_, i) => i) }, /'ids'.*10000/],
  ])('refuses %s by name', async (_what, body, why) => {
    const answer = await post('/metadata', body);
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringMatching(why) });
  });

  it('takes no longer body than ids may have', async () => {
    const ids = Array.from({ length: 60_000 }, () => 100_000);
    expect((await post('/metadata', { indice_name: null, ids })).json()).toMatchObject({ status: 413 });
  });
});

describe('CLIP_RETRIEVAL_API=off', () => {
  it('leaves none of it, nor a word of it in the description', async () => {
    const off = await appWith({}, { CLIP_RETRIEVAL_API: 'off' });
    expect((await off.inject('/indices-list')).statusCode).toBe(404);
    for (const url of ['/knn-service', '/metadata']) {
      expect((await off.inject({ method: 'POST', url, payload: '{}' })).json()).toMatchObject({
        code: 'not-found',
      });
    }
    const { paths } = (await off.inject('/openapi.json')).json<{ paths: object }>();
    expect(Object.keys(paths).filter((path) => !/^\/(v1|healthz|readyz|metrics)/.test(path))).toEqual([]);
    await off.close();
  });
});
