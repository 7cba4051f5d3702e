import { describe, expect, it } from 'vitest';
import type { LookupQuery } from '../../src/api/lookup.ts';
import type { SuppressionInput } from '../../src/api/suppression.ts';
import { ROWS, SUPPRESSION } from './answers.ts';
import { appWith, formOf, SOME_BYTES } from './app-under-test.ts';

const KEY = 'a-key-of-the-operator';
const auth = { authorization: `Bearer ${KEY}` };

describe('GET /v1/images', () => {
  it('hands over what is asked, as what it is, and answers the page', async () => {
    const asked: LookupQuery[] = [];
    const app = await appWith({
      lookUp: async (question) => {
        asked.push(question);
        return ROWS;
      },
    });
    const answer = await app.inject('/v1/images?domain=host.example&subdomains=false&limit=5&after=abc');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual(ROWS);
    expect(asked).toEqual([{ domain: 'host.example', subdomains: false, limit: 5, after: 'abc' }]);
  });

  it.each([
    ['?limit=0', "'limit' in the query"],
    ['?limit=101', "'limit' in the query"],
    ['?limit=1.5', "'limit' in the query"],
    ['?limit=many', "'limit' in the query"],
    ['?caption=a&colour=red', "'colour'"],
    ['?subdomains=perhaps', "'subdomains' in the query"],
    [`?caption=${'x'.repeat(501)}`, "'caption' in the query"],
  ])('refuses %s as a problem that names it', async (query, named) => {
    const answer = await (await appWith()).inject(`/v1/images${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json()).toMatchObject({ code: 'request-invalid', detail: expect.stringContaining(named) });
  });
});

describe('/v1/suppressions', () => {
  const json = { url: 'https://host.example/a.jpg', reason: 'The artist asked.' };

  it.each([
    ['GET', '/v1/suppressions'],
    ['POST', '/v1/suppressions'],
    ['POST', '/v1/suppressions/4/lift'],
  ] as const)('%s %s is shut without ADMIN_KEY, and to whoever has not the key', async (method, url) => {
    const payload = method === 'POST' ? { payload: json } : {};
    const off = await (await appWith()).inject({ method, url, headers: auth, ...payload });
    expect(off.statusCode).toBe(403);
    expect(off.json()).toMatchObject({ code: 'admin-off', detail: expect.stringContaining('ADMIN_KEY') });
    const app = await appWith({}, { ADMIN_KEY: KEY });
    for (const authorization of ['', 'Bearer', `Bearer ${KEY}x`, `Basic ${KEY}`, KEY]) {
      const refused = await app.inject({ method, url, headers: { authorization }, ...payload });
      expect(refused.statusCode).toBe(401);
      expect(refused.headers['www-authenticate']).toBe('Bearer');
      expect(refused.json()).toMatchObject({ code: 'admin-key-wrong' });
      expect(refused.body).not.toContain(KEY);
    }
  });

  it('takes JSON, and a picture as a form', async () => {
    const wishes: SuppressionInput[] = [];
    const suppress = async (wish: SuppressionInput) => {
      wishes.push(wish);
      return SUPPRESSION;
    };
    const app = await appWith({ suppress }, { ADMIN_KEY: KEY });
    const byJson = await app.inject({
      method: 'POST',
      url: '/v1/suppressions',
      headers: auth,
      payload: { ...json, by: 'me' },
    });
    expect([byJson.statusCode, byJson.json()]).toEqual([200, SUPPRESSION]);
    const form = await formOf(['reason', 'Mine.'], ['picture', SOME_BYTES]);
    const byForm = await app.inject({
      method: 'POST',
      url: '/v1/suppressions',
      payload: form.payload,
      headers: { ...form.headers, ...auth },
    });
    expect(byForm.statusCode).toBe(200);
    expect(wishes).toEqual([
      { ...json, by: 'me' },
      { picture: SOME_BYTES, reason: 'Mine.', by: 'whoever holds ADMIN_KEY' },
    ]);
  });

  it.each([
    [{ url: 'https://a.example/' }, "'reason' is missing"],
    [{ ...json, colour: 'red' }, "'colour'"],
    [{ ...json, reason: '' }, "'reason' in the body"],
  ])('refuses %j', async (payload, named) => {
    const app = await appWith({}, { ADMIN_KEY: KEY });
    const answer = await app.inject({ method: 'POST', url: '/v1/suppressions', headers: auth, payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining(named) });
  });

  it('lists and lifts', async () => {
    const app = await appWith({}, { ADMIN_KEY: KEY });
    const list = await app.inject({ url: '/v1/suppressions?after=9', headers: auth });
    expect(list.json()).toEqual({ suppressions: [SUPPRESSION], next: null });
    const lifted = await app.inject({
      method: 'POST',
      url: '/v1/suppressions/4/lift',
      headers: auth,
      payload: {},
    });
    expect(lifted.json()).toEqual(SUPPRESSION);
    const nonsense = await app.inject({
      method: 'POST',
      url: '/v1/suppressions/four/lift',
      headers: auth,
      payload: {},
    });
    expect(nonsense.statusCode).toBe(400);
  });

  it('lets no page of another site ask', async () => {
    const app = await appWith({}, { ADMIN_KEY: KEY });
    const headers = { ...auth, 'sec-fetch-site': 'cross-site' };
    const answer = await app.inject({ method: 'POST', url: '/v1/suppressions', headers, payload: json });
    expect(answer.json()).toMatchObject({ status: 403, code: 'cross-site' });
  });
});
