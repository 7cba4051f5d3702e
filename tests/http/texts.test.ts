import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { FastifyInstance, InjectOptions } from 'fastify';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROWS, SUPPRESSION } from './answers.ts';
import { appWith, formOf, SOME_BYTES } from './app-under-test.ts';
import { CASES, NOTICES } from './case-answers.ts';

const ODD = 'a\0b\ud800c\udfffd';
const KEY = 'a-key-of-whoever-runs-it';
const ROW = { dataset: ODD, release: ODD, rowId: ODD, url: `https://a.example/${ODD}`, file: ODD };
const BEARER = { authorization: `Bearer ${KEY}` };

let app: FastifyInstance;
/** What the services were asked. */
let asked: unknown[] = [];
beforeAll(async () => {
  const noting =
    <Given extends unknown[], Answer>(answer: (...given: Given) => Answer) =>
    (...given: Given): Answer => {
      asked.push(...given);
      return answer(...given);
    };
  app = await appWith(
    {
      lookUp: noting(async () => ROWS),
      suppress: noting(async () => SUPPRESSION),
      lift: noting(async () => SUPPRESSION),
      fetchPicture: noting(async () => SOME_BYTES),
      notices: { ...NOTICES, write: noting(NOTICES.write) },
      cases: {
        ...CASES,
        open: noting(CASES.open),
        read: noting(CASES.read),
        change: noting(CASES.change),
        draft: noting(CASES.draft),
        addMatches: noting(CASES.addMatches),
      },
    },
    { ADMIN_KEY: KEY, RATE_LIMIT_PER_MINUTE: '100000' },
  );
});
afterAll(() => app.close());
beforeEach(() => {
  asked = [];
});

/** As clients write it that escape every letter: a half of one too. */
const json = (method: 'POST' | 'PATCH', url: string, body: object): InjectOptions => ({
  method,
  url,
  headers: { ...BEARER, 'content-type': 'application/json' },
  payload: JSON.stringify(body),
});

describe('a text that no database can hold', () => {
  it.each<[what: string, request: InjectOptions]>([
    ['the id of a check', json('POST', '/v1/cases', { checkId: ODD, matches: [ROW] })],
    ['title and note', json('POST', '/v1/cases', { title: ODD, note: ODD })],
    ['a change', json('PATCH', '/v1/cases/mine', { title: ODD })],
    ['a row', json('POST', '/v1/cases/mine/matches', { matches: [ROW], checkId: ODD })],
    ['a request', json('POST', '/v1/cases/mine/requests', { kind: ODD, note: ODD, fields: { name: ODD } })],
    ['a notice', json('POST', '/v1/notices', { kind: 'dmca', matches: [ROW], recipient: { name: ODD } })],
    ['a suppression', json('POST', '/v1/suppressions', { url: ODD, reason: ODD, by: ODD })],
    ['the end of one', json('POST', '/v1/suppressions/1/lift', { reason: ODD, by: ODD })],
    ['an address', json('POST', '/v1/checks', { url: `http://a.example/${ODD}`, datasets: [ODD] })],
    ['a query', { url: '/v1/images?caption=a%00b&dataset=%00ab' }],
    ['a path', { url: '/v1/cases/a%00b', headers: BEARER }],
  ])('is made one that it can, in %s', async (_what, request) => {
    const response = await app.inject(request);
    expect(response.statusCode, response.body).toBe(200);
    expect(asked.length).toBeGreaterThan(0);
    const given = JSON.stringify(asked);
    expect(given).not.toMatch(/\\u0000|\\ud[89a-f]/);
    expect(given).toMatch(/ab/);
  });

  it('is made one that it can, in a form', async () => {
    const form = await formOf(['picture', SOME_BYTES], ['reason', 'a\0b'], ['by', '\0somebody']);
    const headers = { ...form.headers, ...BEARER };
    const { statusCode } = await app.inject({
      method: 'POST',
      url: '/v1/suppressions',
      headers,
      payload: form.payload,
    });
    expect(statusCode).toBe(200);
    expect(asked).toMatchObject([{ reason: 'ab', by: 'somebody' }]);
  });

  it('is refused where nothing of it is left', async () => {
    const response = await app.inject(json('POST', '/v1/cases', { checkId: '\0', matches: [] }));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'request-invalid' });
  });

  it('is none of those that are kept: whatever can be stored comes as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 50 }), async (text) => {
        asked = [];
        await app.inject(json('POST', '/v1/cases', { note: text }));
        expect(asked[0]).toEqual({ note: text.replaceAll('\0', '') });
      }),
      { numRuns: 100 },
    );
  });
});

describe('a body of JSON', () => {
  const send = (payload: string | Buffer, type = 'application/json', more: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/v1/cases', headers: { 'content-type': type, ...more }, payload });

  it.each([
    ['[', 100_000],
    ['{"a":', 100_000],
    ['[{"a":', 33],
  ])('that goes too deep is refused: %s %i times', async (piece, times) => {
    const response = await send(piece.repeat(times).slice(0, 250_000));
    expect(response.statusCode).toBe(400);
    const close = { '[': ']', '{"a":': '}', '[{"a":': '}]' }[piece] ?? '';
    const whole = `${piece.repeat(1000)}1${close.repeat(1000)}`;
    const deep = await send(whole);
    expect(deep.statusCode).toBe(400);
    expect(deep.json<{ detail: string }>().detail).toContain('32');
  });

  it.each([
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
    ['application/json; charset=us-ascii', 200],
    ['application/json; charset=iso-8859-1', 415],
    ['application/json; charset=utf-16le', 415],
    ['application/json; profile=x; charset=shift_jis', 415],
  ])('of the type %s is answered %i', async (type, status) => {
    expect((await send('{"title":"a"}', type)).statusCode).toBe(status);
  });

  it.each([
    ['Latin-1', Buffer.from('{"title":"Ölbild"}', 'latin1')],
    ['half a letter', Buffer.from('{"title":"Ölbild"}').subarray(0, 11)],
    ['UTF-16', Buffer.from('\ufeff{"title":"a"}', 'utf16le')],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ])('in %s is refused, not misread', async (_what, payload) => {
    const response = await send(payload);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'request-invalid' });
    expect(asked).toEqual([]);
  });

  it('may begin with a byte order mark', async () => {
    expect((await send('\ufeff{"title":"a"}')).statusCode).toBe(200);
    expect(asked[0]).toEqual({ title: 'a' });
  });

  it.each([
    ['gzip', gzipSync('{"title":"a"}')],
    ['br', brotliCompressSync('{"title":"a"}')],
    ['deflate', deflateSync('{"title":"a"}')],
    ['zstd', Buffer.from('{"title":"a"}')],
    ['x-unknown', Buffer.from('{"title":"a"}')],
    ['identity, gzip', gzipSync('{"title":"a"}')],
    ['GZIP', gzipSync('{"title":"a"}')],
  ])('in the coding %s is answered 415, with what is taken', async (coding, payload) => {
    const response = await send(payload, 'application/json', { 'content-encoding': coding });
    expect(response.statusCode).toBe(415);
    expect(response.headers['accept-encoding']).toBe('identity');
    expect(response.json()).toMatchObject({ code: 'media-type-unsupported' });
  });

  it.each(['identity', '', ' , Identity'])('in the coding "%s" is read', async (coding) => {
    const response = await send('{"title":"a"}', 'application/json', { 'content-encoding': coding });
    expect(response.statusCode).toBe(200);
  });

  it('that is none has no coding', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expect((await app.inject({ url: '/v1/datasets', headers })).statusCode).toBe(200);
    const url = '/v1/checks/a/matches/0/verification';
    expect((await app.inject({ method: 'POST', url, headers })).statusCode).toBe(200);
  });
});

describe('a form', () => {
  type Sent = [head: string, body: string | Uint8Array];
  const send = (parts: Sent[], url = '/v1/checks', more: Record<string, string> = {}) => {
    const chunks = parts.flatMap(([head, body]) => [`--x\r\n${head}\r\n\r\n`, body, '\r\n']);
    const payload = Buffer.concat([...chunks, '--x--\r\n'].map((chunk) => Buffer.from(chunk)));
    const headers = { 'content-type': 'multipart/form-data; boundary=x', ...BEARER, ...more };
    return app.inject({ method: 'POST', url, headers, payload });
  };
  const part = (name: string, more = ''): string => `Content-Disposition: form-data; name="${name}"${more}`;
  const PICTURE: Sent = [part('picture', '; filename="a.jpg"'), SOME_BYTES];

  it.each([
    ['image/jpeg', 200],
    ['image/png; q=1', 200],
    ['IMAGE/WEBP', 200],
    ['application/octet-stream', 200],
    ['binary/octet-stream', 200],
    ['text/plain', 400],
    ['text/plain; charset=utf-8', 400],
  ])('may have a picture of the type %s and no file name: %i', async (type, status) => {
    const response = await send([[`${part('picture')}\r\nContent-Type: ${type}`, SOME_BYTES]]);
    expect(response.statusCode).toBe(status);
  });

  it('may have an empty file name, and the picture in any letters', async () => {
    expect((await send([[part('picture', '; filename=""'), SOME_BYTES]])).statusCode).toBe(200);
    const shouted = `content-DISPOSITION: FORM-DATA; NAME="picture"\r\ncontent-TYPE: image/jpeg`;
    expect((await send([[shouted, SOME_BYTES]])).statusCode).toBe(200);
  });

  it('has one picture, whatever its parts have', async () => {
    const bare: Sent = [`${part('picture')}\r\nContent-Type: image/jpeg`, SOME_BYTES];
    const response = await send([bare, bare]);
    expect(response.statusCode).toBe(400);
    expect(response.json<{ detail: string }>().detail).toMatch(/more than one file/);
  });

  it.each([
    ['application/json', '5', 200],
    ['application/json; charset=utf-8', ' 5 ', 200],
    ['application/json', '"5"', 200],
    ['text/plain; charset=utf-8', '5', 200],
    ['text/plain; charset=bogus', '5', 200],
    ['application/octet-stream', '5', 200],
    ['application/json', '500', 400],
    ['application/json', '{"a":5}', 400],
    ['application/json', '[5]', 400],
    ['application/json', 'null', 400],
    ['application/json', '5 5', 400],
    ['application/json', '', 400],
    ['application/json', '{"__proto__":5}', 400],
    ['application/json', `"${'5'.repeat(5000)}"`, 400],
  ])('may say limit as %s (%#)', async (type, text, status) => {
    const response = await send([[`${part('limit')}\r\nContent-Type: ${type}`, text], PICTURE]);
    expect(response.statusCode, response.body).toBe(status);
    if (status === 400)
      expect(response.json<{ code: string }>().code).toMatch(/form-invalid|request-invalid/);
  });

  it.each([
    ['a file', 'Content-Disposition: form-data; filename="a"', 'form-invalid'],
    ['a text', 'Content-Disposition: form-data', 'form-invalid'],
    ['a picture', 'Content-Disposition: form-data\r\nContent-Type: image/jpeg', 'form-invalid'],
    ['an empty name', 'Content-Disposition: form-data; name=""', 'form-invalid'],
    ['an empty name of a file', 'Content-Disposition: form-data; name=""; filename="a"', 'form-invalid'],
    ['no disposition', 'Content-Type: image/jpeg', 'picture-missing'],
    ['another disposition', 'Content-Disposition: attachment; name="picture"', 'picture-missing'],
    ['a name of two lines', 'Content-Disposition: form-data; name="pic\nture"', 'picture-missing'],
  ])('is refused for a part without a name: %s', async (_what, head, code) => {
    for (const url of ['/v1/checks', '/v1/suppressions', '/v1/opt-out-pictures']) {
      const response = await send([[head, 'x']], url);
      expect(response.statusCode, response.body).toBe(400);
      expect(response.json()).toMatchObject({ code });
    }
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', 'a\0b', '\ud800', 'x'.repeat(5000)])(
    'is refused for a field called %.20j',
    async (name) => {
      expect((await send([[part(name), 'x'], PICTURE])).statusCode).toBe(400);
      expect((await send([[part(name, '; filename="a"'), 'x']])).statusCode).toBe(400);
    },
  );

  it.each(['gzip', 'br', 'zstd', 'unknown'])('in the coding %s is answered 415', async (coding) => {
    const response = await send([PICTURE], '/v1/checks', { 'content-encoding': coding });
    expect(response.statusCode).toBe(415);
  });

  it('is never an error of the service, whatever stands in the heads of its parts', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.constantFrom('picture', 'limit', 'form-data', 'image/png'),
    );
    const header = fc
      .tuple(
        fc.constantFrom('Content-Disposition', 'Content-Type', 'Content-Transfer-Encoding', 'X'),
        fc.constantFrom('form-data', 'image/png', 'application/json', 'text/plain', ''),
        fc.array(fc.tuple(fc.constantFrom('name', 'filename', 'charset', 'name*', 'boundary'), value), {
          maxLength: 3,
        }),
      )
      .map(
        ([name, first, rest]) =>
          `${name}: ${first}${rest.map(([key, text]) => `; ${key}="${text}"`).join('')}`,
      );
    await fc.assert(
      fc.asyncProperty(fc.array(header, { maxLength: 3 }), async (heads) => {
        const { statusCode } = await send([[heads.join('\r\n'), '5'], PICTURE]);
        expect([200, 400]).toContain(statusCode);
      }),
      { numRuns: 300 },
    );
  });
});
