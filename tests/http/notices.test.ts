import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import type { NoticeInput } from '../../src/api/notice.ts';
import { RESULT } from './answers.ts';
import { appWith } from './app-under-test.ts';
import { NOTICE, NOTICES } from './case-answers.ts';

const WISH: NoticeInput = { kind: 'dataset-request' };
const post = async (payload: object, query = '', headers: Record<string, string> = {}, services = {}) => {
  const app = await appWith({ notices: { ...NOTICES, ...services } });
  return app.inject({ method: 'POST', url: `/v1/notices${query}`, payload, headers });
};

describe('/v1/notices', () => {
  it('lists the kinds with their questions, law, source and day', async () => {
    const app = await appWith();
    const { kinds } = (await app.inject('/v1/notices')).json<{ kinds: Record<string, unknown>[] }>();
    expect(kinds.map(({ id }) => id)).toContain('dmca');
    for (const kind of kinds) {
      expect(kind).toMatchObject({
        law: expect.stringMatching(/\S/) as string,
        source: expect.stringMatching(/https:/) as string,
        checkedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      });
    }
  });

  it('writes one as JSON, from a whole match as it came from a check', async () => {
    const seen: NoticeInput[] = [];
    const write = async (wish: NoticeInput) => (seen.push(wish), NOTICE);
    const response = await post({ ...WISH, match: RESULT.matches[0] }, '', {}, { write });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual(NOTICE);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(seen[0].match).toMatchObject({ rowId: '17', pdqDistance: 6 });
  });

  it.each([
    ['?format=pdf', {}, 'application/pdf', '%PDF-1.7', 'notice-dataset-request.pdf'],
    ['', { accept: 'application/pdf' }, 'application/pdf', '%PDF-1.7', 'notice-dataset-request.pdf'],
    [
      '',
      { accept: 'text/plain;q=0.9, */*' },
      'text/plain; charset=utf-8',
      `${NOTICE.subject}\n\n${NOTICE.text}`,
      '.txt',
    ],
    ['?format=text', { accept: 'application/pdf' }, 'text/plain; charset=utf-8', 'Dear Sir', '.txt'],
  ])('gives it as a file: %s %j', async (query, headers, type, body, name) => {
    const response = await post(WISH, query, headers);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe(type);
    expect(response.headers['content-disposition']).toContain(name);
    expect(response.body).toContain(body);
  });

  it.each([
    [{}, 400, 'request-invalid'],
    [{ kind: 'dmca', language: 'la' }, 400, 'request-invalid'],
    [{ kind: 'dmca', more: 1 }, 400, 'request-invalid'],
    [{ kind: 'dmca', match: { dataset: 'a' } }, 400, 'request-invalid'],
    [{ kind: 'dmca', fields: { name: 1 } }, 400, 'request-invalid'],
    [{ kind: 'dmca', match: { ...RESULT.matches[0], pdqDistance: 257 } }, 400, 'request-invalid'],
  ])('refuses %j', async (payload, status, code) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code });
  });

  it('hands on what a letter or a PDF cannot hold, in its words', async () => {
    const print = () => Promise.reject(new TrainspotError('notice-unprintable', 'No letters for 東.'));
    const response = await post(WISH, '?format=pdf', {}, { print });
    expect(response.statusCode).toBe(422);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ code: 'notice-unprintable', detail: 'No letters for 東.' });
  });

  it('is limited in its rate, and takes nothing from other sites', async () => {
    const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1' });
    const ask = { method: 'POST', url: '/v1/notices', payload: WISH } as const;
    expect((await app.inject(ask)).statusCode).toBe(200);
    expect((await app.inject(ask)).statusCode).toBe(429);
    expect((await post(WISH, '', { 'sec-fetch-site': 'cross-site' })).json()).toMatchObject({
      code: 'cross-site',
    });
  });
});
