import type { FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import type { CheckChange } from '../../src/api/check-change.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import type { RecentAnswers, RecentQuery } from '../../src/service/trainspot.ts';
import { RESULT } from './answers.ts';
import { appWith, formOf, postPicture, SOME_BYTES } from './app-under-test.ts';

const RUNNING = { ...RESULT, live: { state: 'running', compared: 1, of: 2 } } as const;
const AT = `/v1/checks/${RESULT.id}`;

function change(state: 'running' | 'done', compared: number): CheckChange {
  return { live: { state, compared, of: 2 }, verdict: RESULT.verdict, rows: RESULT.matches };
}

/** Answers that tell of every question. */
function recentOf(asked: unknown[], changes: readonly CheckChange[] = []): RecentAnswers {
  const told = (name: string, { signal: _signal, ...query }: RecentQuery): void =>
    void asked.push([name, query]);
  return {
    async read(query) {
      told('read', query);
      return query.wait ? RESULT : RUNNING;
    },
    async begin(query) {
      told('begin', query);
      return RUNNING;
    },
    async follow(query) {
      told('follow', query);
      return (async function* () {
        yield* changes;
      })();
    },
  };
}

async function postWith(app: FastifyInstance, query: string) {
  const form = await formOf(['picture', SOME_BYTES]);
  return app.inject({ method: 'POST', url: `/v1/checks${query}`, ...form });
}

describe('a check of the last hour', () => {
  it('is answered as it stands now, or once nothing is compared any more', async () => {
    const asked: unknown[] = [];
    const app = await appWith({ recent: recentOf(asked) });
    const now = await app.inject(AT);
    expect(now.statusCode).toBe(200);
    expect(now.headers['cache-control']).toBe('no-store');
    expect(now.json()).toEqual(RUNNING);
    expect((await app.inject(`${AT}?wait=live`)).json()).toEqual(RESULT);
    expect(asked).toEqual([
      ['read', { checkId: RESULT.id, wait: false }],
      ['read', { checkId: RESULT.id, wait: true }],
    ]);
  });

  it('is waited for by POST /v1/checks?wait=live, where there is anything to wait for', async () => {
    const asked: unknown[] = [];
    const app = await appWith({ checkPicture: async () => RUNNING, recent: recentOf(asked) });
    expect((await postPicture(app)).json()).toEqual(RUNNING);
    expect(asked).toEqual([]);
    expect((await postWith(app, '?wait=live')).json()).toEqual(RESULT);
    expect(asked).toEqual([['read', { checkId: RESULT.id, wait: true }]]);
    const done = await appWith({ recent: recentOf(asked) });
    expect((await postWith(done, '?wait=live')).json()).toEqual(RESULT);
    expect(asked).toHaveLength(1);
  });

  it('begins to be compared where that is asked for', async () => {
    const asked: unknown[] = [];
    const app = await appWith({ recent: recentOf(asked) });
    const response = await app.inject({ method: 'POST', url: `${AT}/live` });
    expect([response.statusCode, response.json()]).toEqual([200, RUNNING]);
    expect(asked).toEqual([['begin', { checkId: RESULT.id }]]);
    const headers = { 'sec-fetch-site': 'cross-site' };
    const refused = await app.inject({ method: 'POST', url: `${AT}/live`, headers });
    expect(refused.json()).toMatchObject({ code: 'cross-site' });
  });

  it('tells each change as an event, and ends with the last', async () => {
    const changes = [change('running', 0), change('running', 1), change('done', 2)];
    const app = await appWith({ recent: recentOf([], changes) });
    const response = await app.inject(`${AT}/events`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(response.headers['cache-control']).toBe('no-store');
    const events = response.body
      .trimEnd()
      .split('\n\n')
      .map((event) => event.split('\n'));
    expect(events.map(([name]) => name)).toEqual(['event: change', 'event: change', 'event: done']);
    expect(events.map(([, data]) => JSON.parse(data.replace('data: ', '')) as unknown)).toEqual(changes);
  });

  it.each(['', '/events'])('is told to be unknown where it is: %s', async (path) => {
    const unknown = (): Promise<never> => Promise.reject(new TrainspotError('check-unknown', 'It is gone.'));
    const app = await appWith({ recent: { read: unknown, begin: unknown, follow: unknown } });
    const response = await app.inject(`${AT}${path}`);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'check-unknown', detail: 'It is gone.' });
  });

  it.each(['?wait=forever', '?wait=live&wait=live', '?soon=1'])('refuses %s', async (query) => {
    const app = await appWith();
    expect((await app.inject(`${AT}${query}`)).json()).toMatchObject({ code: 'request-invalid' });
    expect((await postWith(app, query)).json()).toMatchObject({ code: 'request-invalid' });
  });

  it('is limited in its rate', async () => {
    const app = await appWith({}, { RATE_LIMIT_PER_MINUTE: '1' });
    for (const path of [AT, `${AT}/events`]) {
      expect((await app.inject(path)).statusCode).toBe(200);
      expect((await app.inject(path)).statusCode).toBe(429);
    }
  });

  it('is not logged by its id', async () => {
    const lines: string[] = [];
    const app = await appWith({}, {}, { log: { write: (line) => void lines.push(line) } });
    await app.inject('/v1/checks/my-unpublished-check/events');
    await app.close();
    expect(lines.join('')).toContain('"route":"/v1/checks/:id/events"');
    expect(lines.join('')).not.toContain('my-unpublished');
  });
});
