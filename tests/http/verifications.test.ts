import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import type { MatchQuery } from '../../src/check/verify-match.ts';
import { RESULT, VERIFICATION } from './answers.ts';
import { appWith, deferred, postPicture } from './app-under-test.ts';

const url = (id: string, n: number | string) => `/v1/checks/${id}/matches/${n}/verification`;

describe('POST /v1/checks/{id}/matches/{n}/verification', () => {
  it('answers with the row, the verdict and the live picture, unchanged', async () => {
    const seen: MatchQuery[] = [];
    const app = await appWith({
      async verifyMatch(question) {
        seen.push(question);
        return VERIFICATION;
      },
    });
    const response = await app.inject({ method: 'POST', url: url(RESULT.id, 3) });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toEqual(VERIFICATION);
    expect(seen).toMatchObject([{ checkId: RESULT.id, n: 3 }]);
    expect(seen[0].signal?.aborted).toBe(false);
  });

  it('gives nothing away that the contract does not name', async () => {
    const app = await appWith({
      verifyMatch: async () => ({ ...VERIFICATION, secret: 'path' }) as typeof VERIFICATION,
    });
    expect((await app.inject({ method: 'POST', url: url('a', 0) })).json()).toEqual(VERIFICATION);
  });

  it.each(['-1', '1.5', 'first', '99999999999999999999'])('refuses the number %s', async (n) => {
    const app = await appWith();
    const response = await app.inject({ method: 'POST', url: url('a', n) });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'request-invalid',
      detail: expect.stringContaining("'n'") as string,
    });
  });

  it.each([
    ['check-unknown', 404],
    ['match-unknown', 404],
    ['download-failed', 422],
    ['opted-out', 403],
    ['address-refused', 403],
    ['picture-unreadable', 422],
  ] as const)('answers %s with status %i and the words that were given', async (code, status) => {
    const app = await appWith({
      verifyMatch: () => Promise.reject(new TrainspotError(code, 'What to do.')),
    });
    const response = await app.inject({ method: 'POST', url: url('a', 0) });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ code, detail: 'What to do.' });
  });

  it('takes a place at the gate of the checks', async () => {
    const [started, end] = [deferred<void>(), deferred<void>()];
    const app = await appWith(
      {
        async verifyMatch() {
          started.resolve();
          await end.promise;
          return VERIFICATION;
        },
      },
      { MAX_CONCURRENT_CHECKS: '1' },
    );
    const first = app.inject({ method: 'POST', url: url('a', 0) });
    // Sent only once somebody waits for it.
    void first.then(() => {});
    await started.promise;
    const second = await app.inject({ method: 'POST', url: url('a', 1) });
    expect(second.statusCode).toBe(503);
    expect(second.headers['retry-after']).toBe('5');
    expect((await postPicture(app)).statusCode).toBe(503);
    end.resolve();
    expect((await first).statusCode).toBe(200);
  });

  it('is limited in its rate like a check, apart from checks', async () => {
    const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1' });
    expect((await app.inject({ method: 'POST', url: url('a', 0) })).statusCode).toBe(200);
    const refused = await app.inject({ method: 'POST', url: url('b', 1) });
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ detail: expect.stringContaining('1 verifications') as string });
    expect((await postPicture(app)).statusCode).toBe(200);
  });

  it('refuses what a page of another site sends', async () => {
    const app = await appWith();
    const headers = { 'sec-fetch-site': 'cross-site' };
    const response = await app.inject({ method: 'POST', url: url('a', 0), headers });
    expect(response.json()).toMatchObject({ code: 'cross-site' });
  });

  it('is there for POST alone', async () => {
    const app = await appWith();
    const response = await app.inject(url('a', 0));
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe('POST');
    expect((await app.inject('/v1/checks/a/matches/0')).statusCode).toBe(404);
  });

  it('logs neither the check nor the row', async () => {
    const lines: string[] = [];
    const app = await appWith({}, {}, { log: { write: (line) => void lines.push(line) } });
    await app.inject({ method: 'POST', url: url('my-unpublished-check', 17) });
    await app.close();
    expect(lines.join('')).toContain('"route":"/v1/checks/:id/matches/:n/verification"');
    expect(lines.join('')).not.toMatch(/my-unpublished|matches\/17/);
  });
});
