import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { KnnHit } from '../../src/api/clip-retrieval.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import { appWith, deferred } from './app-under-test.ts';
import { HITS, PNG, base64, CLIENT, clipRetrievalInTest } from './clip-retrieval-in-test.ts';

const { inject, asked, post, knn } = clipRetrievalInTest();

describe('what POST /knn-service does not take', () => {
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
    const streamed = await inject({
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
