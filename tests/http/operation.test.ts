import { describe, expect, it } from 'vitest';
import { TrainspotError } from '../../src/core/errors.ts';
import { RESULT } from './answers.ts';
import { appWith, postPicture } from './app-under-test.ts';

describe('health', () => {
  it('is 200 as long as the process answers, ready only once checks can be answered', async () => {
    let problem: TrainspotError | null = new TrainspotError('index-not-open', 'No index is open yet.');
    const app = await appWith({ whyNotReady: async () => problem });
    const before = await app.inject('/readyz');
    expect(before.statusCode).toBe(503);
    expect(before.headers['retry-after']).toBe('10');
    expect(before.json()).toMatchObject({ code: 'index-not-open', detail: 'No index is open yet.' });
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });

    problem = new TrainspotError('database-unavailable', 'It is silent.');
    const silent = await app.inject('/readyz');
    expect(silent.statusCode).toBe(503);
    expect(silent.headers['retry-after']).toBe('10');
    expect(silent.json()).toMatchObject({ code: 'database-unavailable', detail: 'It is silent.' });

    problem = null;
    const after = await app.inject('/readyz');
    expect(after.statusCode).toBe(200);
    expect(after.json()).toEqual({ status: 'ok' });
  });
});

describe('the rate limit', () => {
  it('refuses what a client asks beyond it, and says when to come again', async () => {
    const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '2' });
    expect((await postPicture(app)).statusCode).toBe(200);
    expect((await postPicture(app)).statusCode).toBe(200);
    const refused = await postPicture(app);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.json()).toMatchObject({
      code: 'rate-limited',
      detail: expect.stringContaining('2 checks') as string,
    });
    const retryAfter = Number(refused.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(60);
    // Only checks are counted.
    expect((await app.inject('/v1/datasets')).statusCode).toBe(200);
  });
});

describe('/metrics', () => {
  it('counts answers, requests by route and status, and checks in flight', async () => {
    let result = RESULT;
    const app = await appWith({ checkPicture: async () => result });
    await postPicture(app);
    result = {
      ...RESULT,
      verdict: { answer: 'not-found', falsePositives: null, precision: null, sentence: 'Not found.' },
    };
    await postPicture(app);
    await postPicture(app);
    result = {
      ...RESULT,
      verdict: { answer: 'part', falsePositives: null, precision: null, sentence: 'A part.' },
    };
    await postPicture(app);
    await app.inject('/nothing/here?url=https://host.example/a.jpg');
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    const lines = body.split('\n');
    expect(lines).toContain('trainspot_checks_total{answer="found"} 1');
    expect(lines).toContain('trainspot_checks_total{answer="possibly"} 0');
    expect(lines).toContain('trainspot_checks_total{answer="part"} 1');
    expect(lines).toContain('trainspot_checks_total{answer="not-found"} 2');
    expect(lines).toContain('trainspot_checks_in_flight 0');
    expect(lines).toContain(
      'http_request_duration_seconds_count{method="POST",route="/v1/checks",status="200"} 4',
    );
    expect(lines).toContain('http_request_duration_seconds_count{method="GET",route="none",status="404"} 1');
    expect(body).toContain('\nprocess_cpu_seconds_total ');
    expect(body).not.toContain('host.example');
  });

  it('are of one app alone', async () => {
    const [one, other] = await Promise.all([appWith(), appWith()]);
    await postPicture(one);
    expect((await other.inject('/metrics')).body).toContain('trainspot_checks_total{answer="found"} 0');
  });
});

describe('security headers', () => {
  const CSP =
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data: blob: https: http:;" +
    "connect-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';object-src 'none'";

  it.each(['/', '/docs', '/v1/datasets', '/healthz', '/nothing'])('stand on %s', async (url) => {
    const app = await appWith();
    const { headers } = await app.inject(url);
    expect(headers['content-security-policy']).toBe(CSP);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});
