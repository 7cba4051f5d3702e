import type { FastifyInstance, InjectOptions } from 'fastify';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/http/problem.ts';
import { appWith, formOf, SOME_BYTES } from './app-under-test.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = await appWith();
});

async function refused(request: InjectOptions): Promise<Problem> {
  const answer = await app.inject(request);
  expect(answer.statusCode, answer.body).toBe(400);
  return answer.json<Problem>();
}
const post = (url: string, payload: object): Promise<Problem> => refused({ method: 'POST', url, payload });

describe('errors of a request', () => {
  it('are all told, each with its place and what is allowed', async () => {
    const problem = await post('/v1/routes', {
      dataset: '',
      answers: { ownPage: 'perhaps', mayAct: 'never' },
    });
    expect(problem.errors).toEqual([
      { in: 'body', pointer: '#/dataset', detail: 'must not have fewer than 1 characters' },
      { in: 'body', pointer: '#/answers/ownPage', detail: 'must be one of yes, no, unknown' },
      { in: 'body', pointer: '#/answers/mayAct', detail: 'must be one of yes, no, unknown' },
    ]);
    expect(problem.detail).toBe("'dataset' in the body must not have fewer than 1 characters.");
  });

  it('name the allowed words where one word alone is wrong', async () => {
    const { detail } = await post('/v1/opt-out-files', { keepOut: 'nobody' });
    expect(detail).toMatch(/^'keepOut' in the body must be one of [a-z-]+(, [a-z-]+)+\.$/);
  });

  it('point to what is missing and to what nobody knows', async () => {
    const missing = await post('/v1/notices', { kind: 'gdpr-erasure', match: { dataset: 'a', url: 'b' } });
    expect(missing.errors).toEqual([
      { in: 'body', pointer: '#/match/release', detail: 'is missing' },
      { in: 'body', pointer: '#/match/rowId', detail: 'is missing' },
    ]);
    expect(missing.detail).toBe("'release', 'rowId' is missing in the body.");
    const unknown = await post('/v1/routes', {
      'a/b~c d': 1,
      [`${'n'.repeat(59)}😀`]: 2,
      url: 'https://a.example',
    });
    expect(unknown.errors?.map(({ pointer }) => pointer)).toEqual([
      '#/a~1b~0c%20d',
      `#/${'n'.repeat(59)}%EF%BF%BD`,
    ]);
    expect(unknown.detail).toContain("Nothing named 'a/b~c d',");
  });

  it('call a field by its wrong value, and not unknown, where any name may stand', async () => {
    const problem = await post('/v1/notices', { kind: 'gdpr-erasure', fields: { name: 5 } });
    expect(problem.errors).toEqual([
      { in: 'body', pointer: '#/fields/name', detail: 'must be string, or must be boolean' },
    ]);
    expect(problem.detail).toBe("'fields.name' in the body must be string, or must be boolean.");
  });

  it('are told of as many choices as are looked at', async () => {
    const fields = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`name${i}`, i]));
    const problem = await post('/v1/notices', { kind: 'gdpr-erasure', fields });
    const details = new Set(problem.errors?.map(({ detail }) => detail));
    expect([...details]).toEqual(['must be string, or must be boolean']);
  });

  it('say whether the query, the path, the form or the whole body is meant', async () => {
    const query = await refused({ url: '/v1/images?domain=a.example&limit=0&more=1' });
    expect(query.errors).toContainEqual({ in: 'query', pointer: '#/limit', detail: 'must be >= 1' });
    expect(query.errors).toContainEqual({ in: 'query', pointer: '#/more', detail: 'is not taken' });
    const path = await refused({ method: 'POST', url: '/v1/checks/a/matches/1.5/verification' });
    expect(path.errors).toEqual([{ in: 'path', pointer: '#/n', detail: 'must be multiple of 1' }]);
    const form = await formOf(['picture', SOME_BYTES], ['limit', '101']);
    const ofForm = await refused({ method: 'POST', url: '/v1/checks', ...form });
    expect(ofForm.errors).toEqual([{ in: 'form', pointer: '#/limit', detail: 'must be <= 100' }]);
    expect((await post('/v1/routes', [])).errors).toEqual([
      { in: 'body', pointer: '#', detail: 'must be object' },
    ]);
  });

  it('never hold what was sent, and are eight at most', async () => {
    const names = Array.from({ length: 40 }, (_, i) => [`name${i}`, 'my secret']);
    const problem = await post('/v1/routes', Object.fromEntries(names) as object);
    expect(problem.errors).toHaveLength(8);
    expect(JSON.stringify(problem)).not.toContain('secret');
  });

  it('are left out where a problem is no matter of places', async () => {
    const problem = (await app.inject('/v1/nothing')).json<Problem>();
    expect(problem).not.toHaveProperty('errors');
  });
});

describe('the number of a request', () => {
  it('stands in every answer, and in a problem too', async () => {
    const uuid = /^[0-9a-f-]{36}$/;
    for (const url of ['/', '/healthz', '/openapi.json', '/v1/datasets', '/docs', '/metrics']) {
      expect((await app.inject(url)).headers['x-request-id'], url).toMatch(uuid);
    }
    for (const url of ['/nothing', '/v1/images?more=1', '/%zz', '/v1/checks']) {
      const { headers, json } = await app.inject({ url, headers: { 'x-request-id': 'mine' } });
      expect(headers['x-request-id'], url).toMatch(uuid);
      expect(json<Problem>().instance).toBe(`urn:uuid:${headers['x-request-id'] as string}`);
    }
  });

  it('stands in the answer to what is no HTTP', async () => {
    const listening = await appWith();
    await listening.listen({ host: '127.0.0.1', port: 0 });
    try {
      const { port } = listening.server.address() as AddressInfo;
      const socket = connect(port, '127.0.0.1', () => socket.write('no http\r\n\r\n'));
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      await once(socket, 'close');
      const [, id] = /^X-Request-Id: (\S+)\r$/m.exec(answer) ?? [];
      expect(answer).toContain(`"instance":"urn:uuid:${id}"`);
    } finally {
      await listening.close();
    }
  });
});
