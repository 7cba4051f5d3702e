import type { FastifyInstance, InjectOptions } from 'fastify';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ErrorCode, TrainspotError } from '../../src/core/errors.ts';
import { type Problem, PROBLEM_KINDS } from '../../src/http/problem.ts';
import { appWith, formOf, postPicture, SOME_BYTES } from './app-under-test.ts';

const MANY_PARTS = Array.from({ length: 40 }, (_, i): [string, string] => ['datasets', `set-${i}`]);
const json = (payload: string): InjectOptions => ({
  headers: { 'content-type': 'application/json' },
  payload,
});
const PICTURE: [string, typeof SOME_BYTES] = ['picture', SOME_BYTES];

/** What is sent to POST /v1/checks → status, code, and words that the detail must have. */
const TABLE: [what: string, sent: () => Promise<InjectOptions> | InjectOptions, number, string, RegExp][] = [
  ['no body', () => ({}), 415, 'media-type-unsupported', /multipart\/form-data/],
  [
    'text',
    () => ({ headers: { 'content-type': 'text/plain' }, payload: 'x' }),
    415,
    'media-type-unsupported',
    /JSON/,
  ],
  [
    'a picture as the body',
    () => ({ headers: { 'content-type': 'image/jpeg' }, payload: 'x' }),
    415,
    'media-type-unsupported',
    /form/,
  ],
  ['half of JSON', () => json('{"url":'), 400, 'request-invalid', /not valid JSON/],
  ['empty JSON', () => json(''), 400, 'request-invalid', /empty/],
  ['a JSON list', () => json('[]'), 400, 'request-invalid', /body must be object/],
  ['JSON null', () => json('null'), 400, 'request-invalid', /body must be object/],
  [
    'JSON with a prototype',
    () => json('{"url":"http://a.example/","__proto__":{"x":1}}'),
    400,
    'request-invalid',
    /./,
  ],
  ['no url', () => json('{}'), 400, 'request-invalid', /'url' is missing/],
  ['a number as url', () => json('{"url":7}'), 400, 'request-invalid', /'url' in the body must be string/],
  [
    'an unknown JSON field',
    () => json('{"url":"http://a.example/","limits":3}'),
    400,
    'request-invalid',
    /'limits'/,
  ],
  ['limit 0', () => json('{"url":"http://a.example/","limit":0}'), 400, 'request-invalid', /'limit'.*>= 1/],
  [
    'limit 101',
    () => json('{"url":"http://a.example/","limit":101}'),
    400,
    'request-invalid',
    /'limit'.*<= 100/,
  ],
  [
    'limit as text',
    () => json('{"url":"http://a.example/","limit":"3"}'),
    400,
    'request-invalid',
    /'limit'.*integer/,
  ],
  [
    'no datasets at all',
    () => json('{"url":"http://a.example/","datasets":[]}'),
    400,
    'request-invalid',
    /'datasets'/,
  ],
  [
    'a long address',
    () => json(`{"url":"http://a.example/${'x'.repeat(5000)}"}`),
    400,
    'request-invalid',
    /4096/,
  ],
  ['a huge JSON body', () => json(`{"url":"${'x'.repeat(70_000)}"}`), 413, 'body-too-large', /larger/],
  [
    'a query',
    async () => ({ url: '/v1/checks?limit=3', ...(await formOf(PICTURE)) }),
    400,
    'request-invalid',
    /'limit'.*query/,
  ],
  ['a form without a file', () => formOf(['limit', '3']), 400, 'picture-missing', /'picture'/],
  ['an empty form', () => formOf(), 400, 'picture-missing', /'picture'/],
  ['an empty file', () => formOf(['picture', new Uint8Array(0)]), 400, 'picture-empty', /0 bytes/],
  ['text for a picture', () => formOf(['picture', 'a.jpg']), 400, 'form-invalid', /should hold a file/],
  ['the wrong file field', () => formOf(['image', SOME_BYTES]), 400, 'form-invalid', /'image'.*'picture'/],
  ['two files', () => formOf(PICTURE, PICTURE), 400, 'form-invalid', /more than one file/],
  [
    'a second file elsewhere',
    () => formOf(PICTURE, ['other', SOME_BYTES]),
    400,
    'form-invalid',
    /more than one file/,
  ],
  ['an unknown field', () => formOf(PICTURE, ['model', 'x']), 400, 'form-invalid', /'model'/],
  ['a forbidden field', () => formOf(PICTURE, ['__proto__', 'x']), 400, 'form-invalid', /./],
  ['40 parts', () => formOf(...MANY_PARTS, PICTURE), 400, 'form-invalid', /21 parts/],
  ['40 parts after', () => formOf(PICTURE, ...MANY_PARTS), 400, 'form-invalid', /21 parts/],
  [
    'a long field',
    () => formOf(PICTURE, ['datasets', 'x'.repeat(5000)]),
    400,
    'form-invalid',
    /'datasets'.*4096/,
  ],
  [
    'two limits',
    () => formOf(PICTURE, ['limit', '1'], ['limit', '2']),
    400,
    'form-invalid',
    /'limit' came 2 times/,
  ],
  [
    'a limit of 1000',
    () => formOf(PICTURE, ['limit', '1000']),
    400,
    'request-invalid',
    /'limit' in the form.*100/,
  ],
  [
    'a limit of words',
    () => formOf(PICTURE, ['limit', 'all']),
    400,
    'request-invalid',
    /'limit' in the form.*integer/,
  ],
  [
    'a limit of 1.5',
    () => formOf(PICTURE, ['limit', '1.5']),
    400,
    'request-invalid',
    /'limit' in the form.*integer/,
  ],
  [
    '101 datasets',
    () => formOf(PICTURE, ['datasets', 'a,'.repeat(101)]),
    400,
    'request-invalid',
    /'datasets'.*100/,
  ],
  [
    'a file over the limit',
    () => formOf(['picture', new Uint8Array(5000)]),
    413,
    'picture-too-large',
    /4096 bytes/,
  ],
  ['a form cut short', async () => cut(await formOf(PICTURE)), 400, 'form-invalid', /cut short/],
  [
    'a form without a boundary',
    () => ({ headers: { 'content-type': 'multipart/form-data' }, payload: 'x' }),
    400,
    'form-invalid',
    /malformed/,
  ],
  [
    'noise for a form',
    () => ({ headers: { 'content-type': 'multipart/form-data; boundary=x' }, payload: 'noise' }),
    400,
    'form-invalid',
    /malformed/,
  ],
];

function cut({ headers, payload }: Awaited<ReturnType<typeof formOf>>): InjectOptions {
  return { headers, payload: payload.subarray(0, -30) };
}

function expectProblem(
  response: Awaited<ReturnType<typeof postPicture>>,
  status: number,
  code: string,
): Problem {
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.headers['cache-control']).toBe('no-store');
  const problem = response.json<Problem>();
  expect(problem).toMatchObject({ type: `urn:trainspot:problem:${code}`, status, code });
  expect(response.statusCode).toBe(status);
  expect(problem.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(problem.title).not.toBe('');
  return problem;
}

describe('a bad request', () => {
  let app: FastifyInstance;
  let checked = 0;
  beforeAll(async () => {
    const counting = { checkPicture: async () => void checked++ as never };
    app = await appWith(counting, { UPLOAD_MAX_BYTES: '4096', RATE_LIMIT_PER_MINUTE: '1000' });
  });
  afterAll(() => app.close());

  it.each(TABLE)('is refused: %s', async (_what, sent, status, code, words) => {
    const response = await app.inject({ method: 'POST', url: '/v1/checks', ...(await sent()) });
    expect(expectProblem(response, status, code).detail).toMatch(words);
    expect(checked).toBe(0);
  });

  it('is never answered with what was not meant to be sent, whatever the form', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
        const payload = Buffer.concat([Buffer.from('--x\r\n'), noise, Buffer.from('\r\n--x--\r\n')]);
        const headers = { 'content-type': 'multipart/form-data; boundary=x' };
        const response = await app.inject({ method: 'POST', url: '/v1/checks', headers, payload });
        expect(response.statusCode).toBe(400);
        expect(response.headers['content-type']).toBe('application/problem+json');
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['GET', '/nothing', 404, 'not-found'],
    ['POST', '/v1/other', 404, 'not-found'],
    ['GET', '/../package.json', 404, 'not-found'],
    ['GET', '/%2e%2e/%2e%2e/package.json', 404, 'not-found'],
    ['GET', '/docs/static/..%2f..%2findex.js', 404, 'not-found'],
    ['GET', '/v1/datasets?limit=3', 400, 'request-invalid'],
  ] as const)('is refused: %s %s', async (method, url, status, code) => {
    expectProblem(await app.inject({ method, url }), status, code);
  });

  it('with a method that the path does not take is told which it takes', async () => {
    const response = await app.inject({ method: 'DELETE', url: '/v1/datasets?x=1' });
    expectProblem(response, 405, 'method-not-allowed');
    expect(response.headers.allow).toBe('GET, HEAD');
    expect((await app.inject('/v1/checks')).headers.allow).toBe('POST');
  });

  it('with a path that is no path is a problem as well', async () => {
    const response = await app.inject('/%zz');
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
  });
});

describe('an error of the work', () => {
  const codes = Object.keys(PROBLEM_KINDS) as ErrorCode[];

  it.each(codes)('%s has its status, and its message is shown', async (code) => {
    const { status, retryAfterSeconds } = PROBLEM_KINDS[code];
    const app = await appWith({
      checkPicture: () => Promise.reject(new TrainspotError(code, 'What was wrong, 17.')),
    });
    const response = await postPicture(app);
    expect(expectProblem(response, status, code).detail).toBe('What was wrong, 17.');
    expect(response.headers['retry-after']).toBe(retryAfterSeconds?.toString());
    expect(status === 503 || code === 'batches-under-way').toBe(retryAfterSeconds !== undefined);
  });

  it('of fetching the picture is shown too', async () => {
    const app = await appWith({
      fetchPicture: () => Promise.reject(new TrainspotError('address-refused', 'That address is private.')),
    });
    const payload = { url: 'http://127.0.0.1/' };
    const response = await app.inject({ method: 'POST', url: '/v1/checks', payload });
    expect(expectProblem(response, 403, 'address-refused').detail).toBe('That address is private.');
  });

  it('that is no Error at all is a problem as well', async () => {
    const thrown: unknown = 'just text';
    const app = await appWith(
      { checkPicture: () => Promise.reject(thrown as Error) },
      { LOG_LEVEL: 'error' },
      { log: { write: () => {} } },
    );
    expectProblem(await postPicture(app), 500, 'internal');
  });

  it('that nobody foresaw says a number and nothing of the inside', async () => {
    const app = await appWith({
      checkPicture: () => Promise.reject(new TypeError('/srv/secret.ts: cannot read x of undefined')),
    });
    const response = await postPicture(app);
    const { detail, instance } = expectProblem(response, 500, 'internal');
    expect(response.body).not.toContain('secret');
    expect(detail).toContain(instance?.replace('urn:uuid:', ''));
  });
});
