import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/runtime/config.ts';
import { appWith } from './app-under-test.ts';

const STUDIO = 'https://studio.example';
const OTHER = 'https://other.example';
const CROSS = { 'sec-fetch-site': 'cross-site' };

let closed: FastifyInstance;
let open: FastifyInstance;
let toAny: FastifyInstance;
beforeAll(async () => {
  closed = await appWith();
  open = await appWith({}, { CORS_ORIGINS: `${STUDIO}, http://127.0.0.1:5173` });
  toAny = await appWith({}, { CORS_ORIGINS: '*' });
});

const ask = (app: FastifyInstance, origin: string | undefined, url = '/v1/opt-out-files') =>
  app.inject({ method: 'POST', url, payload: {}, headers: { ...CROSS, ...(origin ? { origin } : {}) } });

const preflight = (app: FastifyInstance, origin: string) =>
  app.inject({
    method: 'OPTIONS',
    url: '/v1/cases/mine',
    headers: {
      ...CROSS,
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

describe('without CORS_ORIGINS', () => {
  it('no page of another origin is let in', async () => {
    const answer = await ask(closed, STUDIO);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'cross-site' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect((await preflight(closed, STUDIO)).statusCode).toBe(405);
  });
});

describe('with CORS_ORIGINS', () => {
  it('a page of an origin that is named may ask and read, its keys in a header', async () => {
    const { statusCode, headers } = await preflight(open, STUDIO);
    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': STUDIO,
      'access-control-allow-methods': 'GET, HEAD, POST, PATCH, DELETE',
      'access-control-allow-headers': 'Authorization, Content-Type, If-None-Match',
    });
    const answer = await ask(open, STUDIO);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': STUDIO, vary: 'Origin' });
    expect(answer.headers['access-control-expose-headers']).toContain('X-Request-Id');
    expect((await ask(open, 'http://127.0.0.1:5173')).statusCode).toBe(200);
  });

  it('no other page is, nor one that hides where it is from, nor one that is nearly named', async () => {
    for (const origin of [OTHER, `${STUDIO}.evil.example`, `${STUDIO}:8443`, 'null', undefined]) {
      const answer = await ask(open, origin);
      expect(answer.statusCode, origin).toBe(403);
      expect(answer.headers, origin).not.toHaveProperty('access-control-allow-origin');
    }
    expect((await preflight(open, OTHER)).headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('a page can read what it is refused with', async () => {
    const answer = await ask(open, STUDIO, '/v1/exposures?more=1');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['access-control-allow-origin']).toBe(STUDIO);
    const lost = await open.inject({ url: '/nothing', headers: { ...CROSS, origin: STUDIO } });
    expect(lost.headers['access-control-allow-origin']).toBe(STUDIO);
  });

  it('a browser adds nothing that it keeps for this origin, whoever asks', async () => {
    for (const [app, origin] of [
      [open, STUDIO],
      [toAny, OTHER],
    ] as const) {
      const answers = [await ask(app, origin), await preflight(app, origin)];
      for (const { headers } of answers)
        expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('* is any page', async () => {
    const answer = await ask(toAny, OTHER);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  it('an answer that comes in several formats still says what it varies by', async () => {
    const answer = await open.inject({
      method: 'POST',
      url: '/v1/notices',
      payload: { kind: 'dataset-request' },
      headers: { ...CROSS, origin: STUDIO },
    });
    expect(answer.headers.vary).toBe('Origin, accept');
  });

  it.each([
    ['studio.example', /begins with http/],
    ['ftp://studio.example', /begins with http/],
    ['null', /begins with http/],
    ['https://studio.example/', /write that origin as 'https:\/\/studio\.example'/],
    ['https://Studio.example', /write that origin as 'https:\/\/studio\.example'/],
    ['https://studio.example:443', /write that origin as 'https:\/\/studio\.example'/],
    ['https://*.example', /stands alone/],
    [`*,${STUDIO}`, /stands alone/],
  ])('%s is refused', (setting, why) => {
    const load = (): unknown => loadConfig({ CORS_ORIGINS: setting });
    expect(load).toThrow(/^CORS_ORIGINS \(/);
    expect(load).toThrow(why);
  });
});
