import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Batch, BatchChange, BatchItem, OpenedBatch } from '../../src/api/batch.ts';
import { TrainspotError } from '../../src/core/errors.ts';
import { zip } from '../../scripts/synthetic/zip.ts';
import { RESULT } from './answers.ts';
import { appWith, batchesWith, deferred, formOf, SOME_BYTES } from './app-under-test.ts';

const apps: FastifyInstance[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function appOver(batches = batchesWith(), environment: Record<string, string> = {}) {
  const app = await appWith({ batches }, environment);
  apps.push(app);
  return app;
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function openAddresses(app: FastifyInstance, ...urls: string[]): Promise<OpenedBatch> {
  const payload = { items: urls.map((url) => ({ url })) };
  const response = await app.inject({ method: 'POST', url: '/v1/batches', payload });
  expect(response.statusCode, response.body).toBe(200);
  return response.json<OpenedBatch>();
}

async function openFiles(app: FastifyInstance, files: [name: string, bytes: Uint8Array<ArrayBuffer>][]) {
  const form = new FormData();
  for (const [name, bytes] of files) form.append('pictures', new Blob([bytes]), name);
  const encoded = new Response(form);
  const headers = { 'content-type': encoded.headers.get('content-type') ?? '' };
  const payload = Buffer.from(await encoded.arrayBuffer());
  return app.inject({ method: 'POST', url: '/v1/batches', headers, payload });
}

/** Once nothing is waiting any more. */
async function ended(app: FastifyInstance, { batch: { id }, secret }: OpenedBatch): Promise<Batch> {
  await app.inject({ url: `/v1/batches/${id}/events`, headers: bearer(secret) });
  return (await app.inject({ url: `/v1/batches/${id}`, headers: bearer(secret) })).json<Batch>();
}

const inShort = ({ name, state, error }: BatchItem): unknown[] => [name, state, error?.code ?? null];

describe('POST /v1/batches', () => {
  it('answers at once, and what is found of each picture comes by and by', async () => {
    const first = deferred<void>();
    const asked: number[] = [];
    const batches = batchesWith({
      async checkPicture(picture) {
        asked.push(picture.length);
        if (picture.length === 8) await first.promise;
        if (picture.length === 3) throw new TrainspotError('picture-unreadable', 'It is no picture.');
        return RESULT;
      },
    });
    const app = await appOver(batches);
    const opened = (
      await openFiles(app, [
        ['one.jpg', SOME_BYTES],
        ['two.jpg', Uint8Array.of(1, 2, 3)],
        ['three.jpg', Uint8Array.of(1, 2)],
        ['none.jpg', new Uint8Array()],
      ])
    ).json<OpenedBatch>();
    expect(opened.batch).toMatchObject({ state: 'running', of: 4, done: 0, failed: 0, passedOver: null });
    first.resolve();
    const batch = await ended(app, opened);
    expect(batch).toMatchObject({ state: 'done', of: 4, done: 2, failed: 2, coverage: RESULT.coverage });
    expect(batch.items.map(inShort)).toEqual([
      ['one.jpg', 'done', null],
      ['two.jpg', 'failed', 'picture-unreadable'],
      ['three.jpg', 'done', null],
      ['none.jpg', 'failed', 'picture-empty'],
    ]);
    const [one] = batch.items;
    expect(one.verdict).toEqual({ answer: 'found', sentence: RESULT.verdict.sentence });
    expect(one.checkId).toBe(RESULT.id);
    const [{ grade, dataset, release, rowId, url }] = RESULT.matches;
    expect(one.matches[0]).toMatchObject({ grade, dataset, release, rowId, url });
    expect(asked.toSorted((a, b) => a - b)).toEqual([2, 3, 8]);
    const days = (Date.parse(batch.endsAt) - Date.parse(batch.openedAt)) / 86_400_000;
    expect(days).toBe(1);
  });

  it('takes a ZIP apart: its pictures are items, what else is in it is counted', async () => {
    const seen: number[][] = [];
    const batches = batchesWith({ checkPicture: async (picture) => (seen.push([...picture]), RESULT) });
    const packed = zip(
      {
        'series/a.jpg': Buffer.of(1, 2, 3, 4),
        'series/readme.txt': Buffer.from('about'),
        '__MACOSX/series/._a.jpg': Buffer.of(9),
        'series/empty.png': Buffer.alloc(0),
        'b.webp': Buffer.of(5, 6),
      },
      true,
    );
    const app = await appOver(batches);
    const opened = (await openFiles(app, [['portfolio.zip', new Uint8Array(packed)]])).json<OpenedBatch>();
    const batch = await ended(app, opened);
    expect(batch.passedOver).toBe(2);
    expect(batch.items.map(inShort)).toEqual([
      ['series/a.jpg', 'done', null],
      ['series/empty.png', 'failed', 'picture-unreadable'],
      ['b.webp', 'done', null],
    ]);
    expect(seen).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  it('takes addresses, by names where they have some, and waits where something fails for now', async () => {
    let failures = 3;
    const batches = batchesWith({
      async fetchPicture(url) {
        if (url.endsWith('dead.jpg')) throw new TrainspotError('download-failed', 'It is gone.');
        return SOME_BYTES;
      },
      async checkPicture() {
        if (failures-- > 0) throw new TrainspotError('database-unavailable', 'It is silent.');
        return RESULT;
      },
    });
    const app = await appOver(batches);
    const items = [
      { url: 'https://a.example/1.jpg', name: 'My poster' },
      { url: 'https://a.example/dead.jpg' },
    ];
    const response = await app.inject({ method: 'POST', url: '/v1/batches', payload: { items } });
    const batch = await ended(app, response.json<OpenedBatch>());
    expect(batch.items.map(inShort)).toEqual([
      ['My poster', 'done', null],
      ['https://a.example/dead.jpg', 'failed', 'download-failed'],
    ]);
  });

  it('says of what nobody foresaw no more than that, and goes on', async () => {
    const problems: string[] = [];
    const batches = batchesWith({
      fetchPicture: async (url) => (url.endsWith('1') ? Promise.reject(new Error('a secret')) : SOME_BYTES),
      report: ({ message }) => void problems.push(message),
    });
    const app = await appOver(batches);
    const batch = await ended(app, await openAddresses(app, 'https://a.example/1', 'https://a.example/2'));
    expect(batch.items.map(({ error }) => error?.code ?? null)).toEqual(['internal', null]);
    expect(JSON.stringify(batch)).not.toContain('a secret');
    expect(problems).toEqual(['a secret']);
  });
});

describe('a batch', () => {
  it('is opened by its secret alone', async () => {
    const app = await appOver();
    const { batch, secret } = await openAddresses(app, 'https://a.example/1');
    const other = await openAddresses(app, 'https://a.example/2');
    for (const path of ['', '/events']) {
      const url = `/v1/batches/${batch.id}${path}`;
      expect((await app.inject({ url, headers: bearer(secret) })).statusCode).toBe(200);
      const wrong = await app.inject({ url, headers: bearer(other.secret) });
      expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([404, 'batch-unknown']);
      const without = await app.inject(url);
      expect([without.statusCode, without.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    }
  });

  it('tells each change as an event, and ends with the last', async () => {
    const turns = [deferred<void>(), deferred<void>()];
    let turn = 0;
    const batches = batchesWith({ checkPicture: () => turns[turn++].promise.then(() => RESULT) });
    const app = await appOver(batches, { MAX_CONCURRENT_CHECKS: '1' });
    const { batch, secret } = await openAddresses(app, 'https://a.example/1', 'https://a.example/2');
    const signal = new AbortController().signal;
    const changes: BatchChange[] = [];
    for await (const change of batches.follow({ id: batch.id, secret }, signal)) {
      changes.push(change);
      turns[Math.min(change.done, 1)].resolve();
    }
    expect(changes.at(-1)).toMatchObject({ state: 'done', of: 2, done: 2 });
    expect(changes.every(({ state }, i) => state === (i === changes.length - 1 ? 'done' : 'running'))).toBe(
      true,
    );
    const names = (await app.inject({ url: `/v1/batches/${batch.id}/events`, headers: bearer(secret) })).body;
    expect(names.split('\n\n').filter((event) => event !== '')).toHaveLength(1);
    expect(names).toMatch(/^event: done\ndata: \{/);
  });

  it('is forgotten by DELETE, and what is under way of it ends', async () => {
    const begun = deferred<AbortSignal>();
    const batches = batchesWith({
      async checkPicture(_picture, { signal }) {
        begun.resolve(signal as AbortSignal);
        await new Promise((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason as Error)),
        );
        return RESULT;
      },
    });
    const app = await appOver(batches);
    const { batch, secret } = await openAddresses(app, 'https://a.example/1', 'https://a.example/2');
    const signal = await begun.promise;
    const url = `/v1/batches/${batch.id}`;
    const headers = { 'sec-fetch-site': 'cross-site', ...bearer(secret) };
    expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(403);
    const deleted = await app.inject({ method: 'DELETE', url, headers: bearer(secret) });
    expect(deleted.json()).toEqual({ deleted: batch.id });
    expect(signal.aborted).toBe(true);
    expect((await app.inject({ url, headers: bearer(secret) })).statusCode).toBe(404);
  });

  it('takes what came of looking at one of its pictures', async () => {
    const toCompare = [{ n: 0, keypoints: 'AAAA' }];
    const unsure = { ...RESULT, matches: [], toCompare };
    const compared: unknown[] = [];
    const batches = batchesWith({
      checkPicture: async () => unsure,
      compareRows: async ({ checkId, comparisons }) => (compared.push([checkId, comparisons]), RESULT),
    });
    const app = await appOver(batches);
    const opened = await openAddresses(app, 'https://a.example/1');
    const [item] = (await ended(app, opened)).items;
    expect(item).toMatchObject({ state: 'done', undecided: 1, toCompare });
    const at = `/v1/batches/${opened.batch.id}/items`;
    const payload = { comparisons: [{ n: 0, geometry: null }] };
    const headers = bearer(opened.secret);
    const answered = await app.inject({ method: 'POST', url: `${at}/0/comparisons`, payload, headers });
    expect(answered.json<BatchItem>()).toMatchObject({ undecided: 0, matches: [{ grade: 'copy' }] });
    expect(answered.json()).not.toHaveProperty('toCompare');
    expect(compared).toEqual([[RESULT.id, payload.comparisons]]);
    const none = await app.inject({ method: 'POST', url: `${at}/7/comparisons`, payload, headers });
    expect([none.statusCode, none.json<{ code: string }>().code]).toEqual([400, 'batch-invalid']);
  });

  it('holds what was sent until it has ended, and no longer', async () => {
    const open = deferred<void>();
    const batches = batchesWith({ checkPicture: () => open.promise.then(() => RESULT) });
    const environment = { BATCH_MAX_BYTES: '1024', BATCHES_HELD_MAX_BYTES: '1024', UPLOAD_MAX_BYTES: '1024' };
    const app = await appOver(batches, environment);
    const large: [string, Uint8Array<ArrayBuffer>][] = [['a.jpg', new Uint8Array(1000).fill(7)]];
    const opened = [await openFiles(app, large), await openFiles(app, large)];
    const refused = await openFiles(app, large);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([503, 'overloaded']);
    // Single checks have room of their own.
    const form = await formOf(['picture', SOME_BYTES]);
    expect((await app.inject({ method: 'POST', url: '/v1/checks', ...form })).statusCode).toBe(200);
    open.resolve();
    for (const each of opened) await ended(app, each.json<OpenedBatch>());
    expect((await openFiles(app, large)).statusCode).toBe(200);
  });

  it('is given up once its time is over: what was not checked says so', async () => {
    const batches = batchesWith({
      workMs: 0,
      checkPicture: (_picture, { signal }) =>
        new Promise((_, reject) => {
          const stop = (): void => reject(signal?.reason as Error);
          if (signal?.aborted) stop();
          else signal?.addEventListener('abort', stop);
        }),
    });
    const app = await appOver(batches);
    const batch = await ended(app, await openAddresses(app, 'https://a.example/1', 'https://a.example/2'));
    expect(batch.items.map(inShort)).toEqual([
      ['https://a.example/1', 'failed', 'batch-late'],
      ['https://a.example/2', 'failed', 'batch-late'],
    ]);
  });

  it('holds nobody up who closes the service, though it is followed', async () => {
    const never = deferred<typeof RESULT>();
    const batches = batchesWith({ checkPicture: () => never.promise });
    const app = await appOver(batches);
    const address = await app.listen({ port: 0 });
    const { batch, secret } = await openAddresses(app, 'https://a.example/1');
    const stream = await fetch(`${address}/v1/batches/${batch.id}/events`, { headers: bearer(secret) });
    const reading = stream.text();
    await app.close();
    expect(await reading).toMatch(/^event: change\n/);
    never.resolve(RESULT);
  });
});
