import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PICTURE_BOMBS } from '../../scripts/synthetic/bombs/picture-bombs.ts';
import { JSON_BOMBS, SITE_BOMBS } from '../../scripts/synthetic/bombs/site-bombs.ts';
import { pictureFromUrl } from '../../src/check/receive/picture.ts';
import type { OptOutAudit } from '../../src/api/opt-out.ts';
import { decodePicture } from '../../src/fingerprint/decode/decode.ts';
import { createDownloader } from '../../src/net/download.ts';
import { createLooker } from '../../src/net/looker.ts';
import { auditOptOuts } from '../../src/opt-out/audit.ts';
import { startOptOutReader } from '../../src/opt-out/reader.ts';
import { type Answer, type ScriptedHost, startScriptedHost } from '../helpers/scripted-host.ts';
import { RESULT, SUPPRESSION } from './answers.ts';
import { appWith, formOf } from './app-under-test.ts';

const MAX_PIXELS = 64_000_000;
const MAX_BYTES = 25 * 1024 * 1024;
const ADMIN_KEY = 'a-key-of-more-than-16-letters';

let host: ScriptedHost;
let answers: Record<string, Answer> = {};
let app: FastifyInstance;
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  host = await startScriptedHost((path) => answers[path]);
  const settings = { timeoutMs: 60_000, maxBytes: MAX_BYTES, privateHosts: new Set([host.host]) };
  const looker = createLooker({ ...settings, concurrency: 4 });
  const downloader = createDownloader(settings);
  const reader = startOptOutReader();
  const decode = async (picture: Uint8Array): Promise<void> =>
    void (await decodePicture(picture, MAX_PIXELS));
  app = await appWith(
    {
      auditOptOuts: (address, signal) => auditOptOuts(address, looker, reader, signal),
      markPicture: (picture, value) => reader.mark(picture, value),
      fetchPicture: (url) => pictureFromUrl(downloader, url),
      async checkPicture(picture) {
        await decode(picture);
        return RESULT;
      },
      async suppress(wish) {
        if ('picture' in wish && wish.picture) await decode(wish.picture);
        return SUPPRESSION;
      },
      clipRetrieval: {
        indices: async () => [],
        async search({ of }) {
          if ('picture' in of) await decode(of.picture);
          return [];
        },
        metadata: async () => [],
      },
    },
    { RATE_LIMIT_PER_MINUTE: '100000', ADMIN_KEY },
  );
  closers.push(
    () => app.close(),
    () => looker.close(),
    () => downloader.close(),
    () => reader.close(),
    () => host.close(),
  );
});
afterEach(() => (answers = {}));
afterAll(async () => {
  for (const close of closers) await close();
});

const admin = { authorization: `Bearer ${ADMIN_KEY}` };

async function postForm(url: string, picture: Uint8Array, ...more: [string, string][]) {
  const { headers, payload } = await formOf(['picture', Uint8Array.from(picture)], ...more);
  return app.inject({ method: 'POST', url, headers: { ...headers, ...admin }, payload });
}

/** The audit of a bomb and nothing that says yes or no: a problem, and all that was read. */
async function audit(path: string): Promise<OptOutAudit> {
  const response = await app.inject({
    method: 'POST',
    url: '/v1/opt-out-audits',
    payload: { url: host.url(path) },
  });
  expect(response.statusCode).toBe(422);
  expect(response.headers['content-type']).toBe('application/problem+json');
  const found = response.json<OptOutAudit>();
  expect(found).toMatchObject({
    type: 'urn:trainspot:problem:content-unreadable',
    title: expect.any(String),
    status: 422,
    detail: expect.any(String),
    code: 'content-unreadable',
    url: host.url(path),
  });
  return found;
}

const stateOf = ({ mechanisms }: OptOutAudit, name: string) =>
  mechanisms.find(({ mechanism }) => mechanism === name)?.state;

const problemOf = ({ mechanisms }: OptOutAudit, name: string) =>
  mechanisms.find(({ mechanism }) => mechanism === name)?.problem;

describe.each(PICTURE_BOMBS)('a picture that is a bomb, $name', ({ type, bytes, marked }) => {
  let picture: Uint8Array;
  beforeAll(() => {
    picture = bytes();
  });

  it('is refused a marked copy', async () => {
    const response = await postForm('/v1/opt-out-pictures', picture);
    expect(response.statusCode).toBe(marked);
    expect(response.headers['content-type']).toBe('application/problem+json');
  });

  it('is named in an audit, and nothing else is lost', async () => {
    answers = { '/page': { headers: { 'content-type': type }, body: picture } };
    const found = await audit('/page');
    expect(found.mechanisms.find(({ mechanism }) => mechanism === 'data-mining')).toMatchObject({
      state: 'unknown',
      problem: { type: 'urn:trainspot:problem:picture-unreadable', status: 422 },
    });
    expect(found.mechanisms.filter(({ state }) => state === 'unknown').length).toBeLessThan(2);
  });

  it('is refused a check, sent or fetched', async () => {
    answers = { '/page': { headers: { 'content-type': type }, body: picture } };
    const sent = await postForm('/v1/checks', picture);
    const payload = { url: host.url('/page') };
    const fetched = await app.inject({ method: 'POST', url: '/v1/checks', payload });
    const hidden = await postForm('/v1/suppressions', picture, ['reason', 'x']);
    const asked = { image: Buffer.from(picture).toString('base64'), modality: 'image', num_images: 1 };
    const near = await app.inject({
      method: 'POST',
      url: '/knn-service',
      payload: { ...asked, indice_name: null },
    });
    // Beyond its own bound where the picture in base64 is.
    if (near.statusCode !== 413) expect(near.statusCode).toBe(sent.statusCode);
    for (const { statusCode } of [sent, fetched, hidden]) expect(statusCode).toBe(422);
    expect(fetched.statusCode).toBe(sent.statusCode);
  });
});

describe('a site that is a bomb', () => {
  it.each(SITE_BOMBS)('is audited: $name', async ({ path, headers, body, mechanism, read }) => {
    answers = { '/page': { headers: { 'content-type': 'text/html' } }, [path]: { headers, body: body() } };
    const found = await audit('/page');
    expect(stateOf(found, mechanism)).toBe(read);
    expect(problemOf(found, mechanism)).toMatchObject({ status: 422, detail: expect.stringMatching(/\.$/) });
    expect(JSON.stringify(found).length).toBeLessThan(100_000);
    const others = found.mechanisms.filter(
      (each) => each.state === 'unknown' && each.mechanism !== mechanism,
    );
    // The two kinds of meta tags lie in one page.
    expect(others.filter((each) => !/meta/.test(each.mechanism))).toEqual([]);
  });

  it('is no picture', async () => {
    for (const { path, headers, body } of SITE_BOMBS) {
      answers = { [path]: { headers, body: body() } };
      const response = await app.inject({
        method: 'POST',
        url: '/v1/checks',
        payload: { url: host.url(path) },
      });
      expect(response.statusCode).toBeGreaterThanOrEqual(400);
      expect(response.statusCode).toBeLessThan(500);
    }
  });
});

describe('a body that is a bomb', () => {
  it.each(JSON_BOMBS)('is refused by every path that takes one: %s', async (_, payload) => {
    const { paths } = (await app.inject('/openapi.json')).json<{
      paths: Record<string, Record<string, { requestBody?: object }>>;
    }>();
    const routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { requestBody }]) => requestBody !== undefined)
        .map(([method]) => ({ method: method.toUpperCase() as 'POST' | 'PATCH', path })),
    );
    expect(routes.length).toBeGreaterThan(10);
    for (const { method, path } of routes) {
      const url = path.replace(/\{\w+\}/g, '1');
      const headers = { 'content-type': 'application/json', ...admin };
      const { statusCode, headers: answered } = await app.inject({ method, url, headers, payload });
      expect([path, statusCode >= 400 && statusCode < 500]).toEqual([path, true]);
      expect(answered['content-type']).toBe('application/problem+json');
    }
  });

  it('is refused as a form of thousands of parts', async () => {
    const parts = Array.from({ length: 5_000 }, (_, n): [string, string] => [`f${n}`, 'x']);
    const { headers, payload } = await formOf(...parts);
    for (const url of ['/v1/checks', '/v1/opt-out-pictures', '/v1/suppressions']) {
      const sent = { method: 'POST', url, headers: { ...headers, ...admin }, payload } as const;
      expect((await app.inject(sent)).json()).toMatchObject({ status: 400, code: 'form-invalid' });
    }
  });
});
