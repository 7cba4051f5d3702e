import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextSearchQuery, VectorSearchQuery } from '../../src/api/look-alikes.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import { LOOK_ALIKES } from './answers.ts';
import { appWith, deferred } from './app-under-test.ts';

let app: FastifyInstance;
const texts: TextSearchQuery[] = [];
const vectors: VectorSearchQuery[] = [];
beforeAll(async () => {
  app = await appWith(
    {
      searchText: async (question) => {
        texts.push(question);
        return LOOK_ALIKES;
      },
      searchVector: async (question) => {
        vectors.push(question);
        return LOOK_ALIKES;
      },
    },
    { RATE_LIMIT_PER_MINUTE: '1000' },
  );
});
afterAll(() => app.close());

const post = (url: string, payload: object | string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('POST /v1/text-searches', () => {
  it('hands the words over, without what no text can hold, and answers', async () => {
    const answer = await post('/v1/text-searches', {
      text: 'a heron\0 🪶\ud83c',
      datasets: ['test-set'],
      limit: 5,
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(LOOK_ALIKES);
    expect(texts.splice(0)).toEqual([{ text: 'a heron 🪶', datasets: ['test-set'], limit: 5 }]);
  });

  it.each<[what: string, body: object | string, why: RegExp]>([
    ['no text', {}, /'text' is missing/],
    ['an empty text', { text: '' }, /'text' in the body/],
    ['a text of U+0000 alone', { text: '\0\0' }, /'text' in the body/],
    ['10,000 words', { text: 'word '.repeat(10_000) }, /'text' in the body.*2000/],
    ['a number', { text: 7 }, /'text' in the body must be string/],
    ['a list of texts', { text: ['a'] }, /'text' in the body must be string/],
    ['limit 101', { text: 'a', limit: 101 }, /'limit' in the body must be <= 100/],
    ['no dataset at all', { text: 'a', datasets: [] }, /'datasets' in the body/],
    ['what is not taken', { text: 'a', model: 'x' }, /'model'/],
    ['half of JSON', '{"text":', /not valid JSON/],
  ])('refuses %s by name', async (_what, body, why) => {
    const answer = await post('/v1/text-searches', body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'request-invalid', detail: expect.stringMatching(why) });
    expect(texts).toEqual([]);
  });

  it('refuses a body beyond its bound, and what another site’s page has a browser ask', async () => {
    const large = await post('/v1/text-searches', { text: 'x'.repeat(200_000) });
    expect(large.json()).toMatchObject({ status: 413, code: 'body-too-large' });
    const foreign = await post('/v1/text-searches', { text: 'a' }, { 'sec-fetch-site': 'cross-site' });
    expect(foreign.json()).toMatchObject({ status: 403, code: 'cross-site' });
    expect(texts).toEqual([]);
  });

  it('says that no model here reads words as a problem of its own', async () => {
    const without = await appWith({
      searchText: async () => {
        throw new TrainspotError('words-not-searchable', 'demo: its model reads no words.');
      },
    });
    const answer = await without.inject({
      method: 'POST',
      url: '/v1/text-searches',
      payload: { text: 'a' },
    });
    expect(answer.json()).toMatchObject({ status: 422, code: 'words-not-searchable' });
    await without.close();
  });

  it('takes a place at the gate of the checks, and counts by the rate', async () => {
    const [waiting, entered] = [deferred<typeof LOOK_ALIKES>(), deferred<void>()];
    const one = await appWith(
      {
        searchText: () => {
          entered.resolve();
          return waiting.promise;
        },
      },
      { MAX_CONCURRENT_CHECKS: '1', RATE_LIMIT_PER_MINUTE: '2' },
    );
    const ask = () => one.inject({ method: 'POST', url: '/v1/text-searches', payload: { text: 'a' } });
    // A request begins once it is waited for.
    const first = ask().then((answer) => answer);
    await entered.promise;
    const second = await ask();
    expect(second.json()).toMatchObject({ status: 503, code: 'overloaded' });
    waiting.resolve(LOOK_ALIKES);
    expect((await first).statusCode).toBe(200);
    expect((await ask()).json()).toMatchObject({ status: 429, code: 'rate-limited' });
    await one.close();
  });
});

describe('POST /v1/vector-searches', () => {
  it('hands model and vector over, and answers', async () => {
    const question = { model: 'pocket', vector: [0.6, 0.8, 0], limit: 3 };
    expect((await post('/v1/vector-searches', question)).json()).toEqual(LOOK_ALIKES);
    expect(vectors.splice(0)).toEqual([question]);
  });

  it.each<[what: string, body: object | string, why: RegExp]>([
    ['no model', { vector: [1] }, /'model' is missing/],
    ['no vector', { model: 'pocket' }, /'vector' is missing/],
    ['an empty vector', { model: 'pocket', vector: [] }, /'vector' in the body/],
    ['NaN as Python writes it', '{"model":"pocket","vector":[NaN]}', /not valid JSON/],
    [
      'NaN as JSON.stringify writes it',
      { model: 'pocket', vector: [1, Number.NaN] },
      /'vector.1' in the body/,
    ],
    ['a number beyond numbers', '{"model":"pocket","vector":[0,0,1e999]}', /'vector.2' in the body/],
    ['numbers as text', { model: 'pocket', vector: ['0.1'] }, /'vector.0' in the body must be number/],
    ['a vector in a list', { model: 'pocket', vector: [[1]] }, /'vector.0' in the body must be number/],
    ['5,000 values', { model: 'pocket', vector: Array.from({ length: 5_000 }, () => 0) }, /'vector'.*4096/],
    ['a model of 300 letters', { model: 'x'.repeat(300), vector: [1] }, /'model' in the body/],
  ])('refuses %s by name', async (_what, body, why) => {
    const answer = await post('/v1/vector-searches', body);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'request-invalid', detail: expect.stringMatching(why) });
    expect(vectors).toEqual([]);
  });
});
