import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { RESULT, ROWS } from './answers.ts';
import { appWith, postPicture } from './app-under-test.ts';

let app: FastifyInstance;
beforeAll(async () => {
  const items = Array.from({ length: 50 }, () => ROWS.items[0]);
  const webDir = new URL('../../dist/web/', import.meta.url);
  app = await appWith({ lookUp: async () => ({ ...ROWS, items }) }, {}, { webDir });
});

const LOOKUP = '/v1/images?domain=host.example';
const get = (url: string, coding = 'gzip, br', headers: InjectOptions['headers'] = {}) =>
  app.inject({ url, headers: { 'accept-encoding': coding, ...headers } });

describe('an answer', () => {
  it('comes in brotli or gzip, as the client takes it, and is the same', async () => {
    const plain = await app.inject(LOOKUP);
    expect(plain.headers).not.toHaveProperty('content-encoding');
    const brotli = await get(LOOKUP);
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' });
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body);
    const gzip = await get(LOOKUP, 'gzip');
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect(brotli.rawPayload.length).toBeLessThan(plain.rawPayload.length / 5);
  });

  it('is left as it is for who takes no coding, or none of these', async () => {
    for (const coding of ['identity', 'gzip;q=0', 'zstd', '']) {
      expect((await get(LOOKUP, coding)).headers, coding).not.toHaveProperty('content-encoding');
    }
  });

  it('is left as it is where it is short', async () => {
    expect((await get('/healthz')).headers).not.toHaveProperty('content-encoding');
  });

  it('of a check is packed too, and so are pages and the description', async () => {
    const matches = Array.from({ length: 9 }, () => RESULT.matches[0]);
    const other = await appWith({ checkPicture: async () => ({ ...RESULT, matches }) });
    other.addHook('onRequest', async ({ headers }) => void (headers['accept-encoding'] = 'br'));
    expect((await postPicture(other)).headers['content-encoding']).toBe('br');
    for (const url of ['/', '/case', '/openapi.json', '/metrics', '/docs/static/swagger-ui.css']) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBe(200);
      expect(answer.headers['content-encoding'], url).toBe('br');
    }
  });

  it('with HEAD has no body', async () => {
    const head = await app.inject({ method: 'HEAD', url: LOOKUP, headers: { 'accept-encoding': 'br' } });
    expect(head.statusCode).toBe(200);
    expect(head.rawPayload).toHaveLength(0);
  });

  it('that is packed already is not packed again', async () => {
    const pack = await app.inject({
      method: 'POST',
      url: '/v1/checks/some/evidence',
      headers: { 'accept-encoding': 'br' },
    });
    expect(pack.headers['content-type']).toBe('application/zip');
    expect(pack.headers).not.toHaveProperty('content-encoding');
    const pdf = await app.inject({
      method: 'POST',
      url: '/v1/notices?format=pdf',
      payload: { kind: 'dataset-request' },
      headers: { 'accept-encoding': 'br' },
    });
    expect(pdf.headers['content-type']).toBe('application/pdf');
    expect(pdf.headers).not.toHaveProperty('content-encoding');
  });
});

describe('an answer with a secret, beside what came with the request', () => {
  const note = 'A long note that a client sent. '.repeat(100);

  it('is never packed', async () => {
    const { cases, suppressions } = await secretive();
    for (const request of [...cases, ...suppressions]) {
      const answer = await request();
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.rawPayload.length).toBeGreaterThan(1024);
      expect(answer.headers).not.toHaveProperty('content-encoding');
    }
  });

  async function secretive() {
    const { CASE, CASES } = await import('./case-answers.ts');
    const { SUPPRESSION } = await import('./answers.ts');
    const long = { ...CASE, note };
    const ADMIN_KEY = 'an-admin-key-of-some-length';
    const other = await appWith(
      {
        cases: {
          ...CASES,
          open: async () => ({ case: long, token: 'the-token', link: '/case#the-token' }),
          read: async () => long,
          calendar: async () => note,
        },
        suppressions: async () => ({ suppressions: [{ ...SUPPRESSION, reason: note }], next: null }),
      },
      { ADMIN_KEY },
    );
    const headers = { 'accept-encoding': 'br', authorization: `Bearer ${ADMIN_KEY}` };
    const { authorization: _, ...anybody } = headers;
    return {
      cases: [
        () => other.inject({ method: 'POST', url: '/v1/cases', payload: { note }, headers: anybody }),
        () => other.inject({ url: '/v1/cases/mine', headers }),
        () => other.inject({ url: '/v1/cases/the-calendar-token/calendar.ics', headers: anybody }),
      ],
      suppressions: [() => other.inject({ url: '/v1/suppressions', headers })],
    };
  }
});

describe('an answer that may be asked for anew', () => {
  it.each([
    ['/openapi.json', 'no-cache'],
    ['/', 'no-cache'],
    ['/icon.svg', 'no-cache'],
    // No cache keeps it; a program may.
    ['/v1/datasets', 'no-store'],
  ])('%s is 304 if the same', async (url, cacheControl) => {
    const first = await get(url);
    const { etag } = first.headers as Record<string, string>;
    expect(first.headers['cache-control']).toBe(cacheControl);
    // The same answer comes packed and unpacked.
    expect(etag).toMatch(/^W\/"[^"]+"$/);
    for (const coding of ['gzip, br', 'identity']) {
      const again = await get(url, coding, { 'if-none-match': etag });
      expect(again.statusCode, coding).toBe(304);
      expect(again.rawPayload).toHaveLength(0);
      expect(again.headers).toMatchObject({ etag, 'cache-control': cacheControl });
      expect(again.headers).not.toHaveProperty('content-encoding');
    }
    expect((await get(url, 'br', { 'if-none-match': 'W/"another"' })).statusCode).toBe(200);
  });

  it('has another tag once something changed', async () => {
    let rowsIndexed = 1;
    const other = await appWith({
      searched: async () => ({
        coverage: [{ ...RESULT.coverage[0], rowsIndexed }],
        notSearched: [],
        models: [],
        byWords: [],
      }),
    });
    const { headers } = await other.inject('/v1/datasets');
    rowsIndexed = 2;
    const again = await other.inject({
      url: '/v1/datasets',
      headers: { 'if-none-match': headers.etag as string },
    });
    expect(again.statusCode).toBe(200);
  });

  it('is no check, no case and no refusal', async () => {
    for (const answer of [
      await postPicture(app),
      await get('/v1/cases/mine'),
      await get('/v1/datasets?more=1'),
    ]) {
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
});
