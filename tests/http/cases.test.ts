import type { InjectOptions } from 'fastify';
import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import type { CaseKey, Cases } from '../../src/service/trainspot.ts';
import { appWith } from './app-under-test.ts';
import { CASE, CASES, NOTICE } from './case-answers.ts';

const TOKEN = 'a-secret-token-of-a-case';
const BEARER = { authorization: `Bearer ${TOKEN}` };

const CALLS: readonly [
  method: InjectOptions['method'],
  path: string,
  payload: object | undefined,
  service: keyof Cases,
][] = [
  ['GET', '', undefined, 'read'],
  ['PATCH', '', { title: 'x' }, 'change'],
  ['DELETE', '', undefined, 'remove'],
  [
    'POST',
    '/matches',
    { matches: [{ dataset: 'a', release: '1', rowId: '2', url: 'https://a.example/' }] },
    'addMatches',
  ],
  ['POST', '/rechecks', {}, 'recheck'],
  ['GET', '/events', undefined, 'events'],
  ['POST', '/requests', { kind: 'dmca' }, 'draft'],
  ['PATCH', '/requests/1', { state: 'sent' }, 'changeRequest'],
  ['GET', '/requests/1/notice', undefined, 'writeRequest'],
  ['GET', '/requests/1/notice?format=pdf', undefined, 'printRequest'],
];

describe('/v1/cases', () => {
  it.each(CALLS)(
    '%s %s goes by the token in the header, and is never stored on the way',
    async (method, path, payload, service) => {
      const keys: CaseKey[] = [];
      const answer = CASES[service] as (...all: unknown[]) => Promise<unknown>;
      const spy = (key: CaseKey, ...more: unknown[]) => (keys.push(key), answer(key, ...more));
      const app = await appWith({ cases: { ...CASES, [service]: spy } });
      const url = `/v1/cases/mine${path}`;
      const response = await app.inject({ method, url, payload, headers: BEARER });
      expect(response.statusCode, response.body).toBe(200);
      expect(keys).toEqual([{ ref: 'mine', secret: TOKEN }]);
      expect(response.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });

      const bare = await app.inject({ method, url, payload });
      expect(bare.statusCode).toBe(401);
      expect(bare.headers['www-authenticate']).toBe('Bearer');
      expect(bare.json()).toMatchObject({ code: 'case-key-missing' });
      const elsewhere = await app.inject({
        method,
        url,
        payload,
        headers: { ...BEARER, 'sec-fetch-site': 'cross-site' },
      });
      expect(elsewhere.json()).toMatchObject({ code: 'cross-site' });
      expect(keys).toHaveLength(1);
    },
  );

  it('opens one for anybody, and for the API key that comes along', async () => {
    const keys: (string | null)[] = [];
    const app = await appWith({
      cases: { ...CASES, open: (wish, key) => (keys.push(key), CASES.open(wish, key)) },
    });
    const opened = await app.inject({ method: 'POST', url: '/v1/cases', payload: {} });
    expect(opened.json()).toMatchObject({ case: CASE, link: `/case#${'t'.repeat(43)}` });
    await app.inject({
      method: 'POST',
      url: '/v1/cases',
      payload: {},
      headers: { authorization: 'Bearer tsk_x' },
    });
    expect(keys).toEqual([null, 'tsk_x']);
    expect((await app.inject({ url: '/v1/cases', headers: BEARER })).json()).toMatchObject({
      cases: [{ id: CASE.id }],
    });
    expect((await app.inject('/v1/cases')).statusCode).toBe(401);
  });

  it('gives the notice of a request as a file', async () => {
    const app = await appWith();
    const text = await app.inject({ url: '/v1/cases/mine/requests/1/notice?format=text', headers: BEARER });
    expect(text.headers['content-disposition']).toContain('request-1.txt');
    expect(text.body).toContain(NOTICE.subject);
  });

  it('gives the calendar by the header, or by its own token in the address', async () => {
    const keys: unknown[] = [];
    const app = await appWith({
      cases: { ...CASES, calendar: (key) => (keys.push(key), CASES.calendar(key)) },
    });
    const byToken = await app.inject('/v1/cases/cal_abc/calendar.ics');
    expect(byToken.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(byToken.body).toBe('BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n');
    await app.inject({ url: `/v1/cases/${CASE.id}/calendar.ics`, headers: BEARER });
    expect(keys).toEqual(['cal_abc', { ref: CASE.id, secret: TOKEN }]);
  });

  it.each([
    ['case-unknown', 404],
    ['request-unknown', 404],
    ['request-state', 409],
    ['case-invalid', 400],
    ['api-key-invalid', 401],
  ] as const)('answers %s with status %i', async (code, status) => {
    const changeRequest = () => Promise.reject(new TrainspotError(code, 'What to do.'));
    const app = await appWith({ cases: { ...CASES, changeRequest } });
    const response = await app.inject({
      method: 'PATCH',
      url: '/v1/cases/mine/requests/1',
      payload: { state: 'sent' },
      headers: BEARER,
    });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code, detail: 'What to do.' });
  });

  it.each([
    ['/v1/cases/mine', {}],
    ['/v1/cases/mine', { name: 'x' }],
    ['/v1/cases/mine/requests/0', { state: 'sent' }],
    ['/v1/cases/mine/requests/1', {}],
    ['/v1/cases/mine/requests/1', { state: 'lost' }],
    ['/v1/cases/mine/requests/1', { extended: false }],
  ])('refuses a change of %s by %j', async (url, payload) => {
    const response = await (await appWith()).inject({ method: 'PATCH', url, payload, headers: BEARER });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'request-invalid' });
  });

  it('logs no token, from the header or the address, and serves the page without one', async () => {
    const lines: string[] = [];
    const app = await appWith({}, {}, { log: { write: (line) => void lines.push(line) } });
    await app.inject({ url: '/v1/cases/mine', headers: BEARER });
    await app.inject('/v1/cases/cal_not-for-the-log/calendar.ics');
    await app.inject({ url: `/v1/cases/${TOKEN}` });
    await app.close();
    expect(lines.join('')).toContain('"route":"/v1/cases/:case/calendar.ics"');
    expect(lines.join('')).not.toMatch(/a-secret-token|not-for-the-log/);
  });

  it('names the methods that a path takes', async () => {
    const response = await (await appWith()).inject({ method: 'PUT', url: '/v1/cases/mine' });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe('GET, HEAD, PATCH, DELETE');
  });

  it('is limited in its rate', async () => {
    const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1' });
    expect((await app.inject({ url: '/v1/cases/mine', headers: BEARER })).statusCode).toBe(200);
    expect((await app.inject({ url: '/v1/cases/mine', headers: BEARER })).statusCode).toBe(429);
  });
});
