import { describe, expect, it } from 'vitest';
import type { KnnHit, KnnMetadata } from '../../src/api/clip-retrieval.ts';
import { appWith } from './app-under-test.ts';
import { HITS, METADATA, PNG, base64, CLIENT, clipRetrievalInTest } from './clip-retrieval-in-test.ts';

const { inject, asked, fetched, post, knn } = clipRetrievalInTest();

describe('GET /indices-list', () => {
  it('is a bare list of names', async () => {
    const answer = await inject('/indices-list');
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
