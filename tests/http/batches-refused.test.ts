import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Batch, OpenedBatch } from '../../src/api/batch.ts';
import { BATCH_ITEMS } from '../../src/core/bounds.ts';
import { zip } from '../../scripts/synthetic/zip.ts';
import { RESULT } from './answers.ts';
import { appWith, batchesWith, deferred, formOf, SOME_BYTES } from './app-under-test.ts';

let app: FastifyInstance;
afterEach(() => app?.close());

interface Refusal {
  code: string;
  detail: string;
  errors?: { pointer: string }[];
}

async function postForm(environment: Record<string, string>, ...parts: Parameters<typeof formOf>) {
  app = await appWith({}, environment);
  return app.inject({ method: 'POST', url: '/v1/batches', ...(await formOf(...parts)) });
}

/** Once nothing is waiting any more. */
async function endedOf(response: Awaited<ReturnType<typeof postForm>>): Promise<Batch> {
  const { batch, secret } = response.json<OpenedBatch>();
  const headers = { authorization: `Bearer ${secret}` };
  await app.inject({ url: `/v1/batches/${batch.id}/events`, headers });
  return (await app.inject({ url: `/v1/batches/${batch.id}`, headers })).json<Batch>();
}

const packed = (files: Record<string, Buffer>): Uint8Array<ArrayBuffer> => new Uint8Array(zip(files, true));

describe('POST /v1/batches refuses', () => {
  it.each<[string, unknown, pointer: string]>([
    ['no list', {}, '#/items'],
    ['an empty list', { items: [] }, '#/items'],
    ['a thing that is none', { items: [{ url: 'https://a.example/1' }, { path: '/etc' }] }, '#/items/1'],
    ['fingerprints that are none', { items: [{ fingerprints: {} }] }, '#/items/0'],
    [
      'too many',
      { items: Array.from({ length: BATCH_ITEMS + 1 }, () => ({ url: 'https://a.example/1' })) },
      '#/items',
    ],
    ['a limit beyond', { items: [{ url: 'https://a.example/1' }], limit: 101 }, '#/limit'],
  ])('JSON with %s, by its place', async (_, payload, pointer) => {
    app = await appWith();
    const response = await app.inject({ method: 'POST', url: '/v1/batches', payload: payload as object });
    expect(response.statusCode, response.body).toBe(400);
    const { code, errors = [] } = response.json<Refusal>();
    expect(code).toBe('request-invalid');
    expect(errors.map((error) => error.pointer).some((one) => one.startsWith(pointer))).toBe(true);
  });

  it('what is neither a form nor JSON, and JSON that is broken', async () => {
    app = await appWith();
    const headers = { 'content-type': 'image/jpeg' };
    const picture = await app.inject({ method: 'POST', url: '/v1/batches', headers, payload: 'x' });
    expect(picture.statusCode).toBe(415);
    const broken = await app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: { 'content-type': 'application/json' },
      payload: '{"items":',
    });
    expect(broken.json<Refusal>().code).toBe('request-invalid');
  });

  it.each<[string, Parameters<typeof formOf>, status: number, code: string, RegExp]>([
    ['a form without a picture', [['limit', '3']], 400, 'picture-missing', /no file in the field 'pictures'/],
    ['a file in another field', [['picture', SOME_BYTES]], 400, 'form-invalid', /expected in 'pictures'/],
    ['a text in its place', [['pictures', 'x']], 400, 'form-invalid', /should hold a file/],
    [
      'a ZIP without pictures',
      [['pictures', packed({ 'a.txt': Buffer.of(1) })]],
      400,
      'picture-missing',
      /holds no picture; 1 other/,
    ],
    [
      'a ZIP that is cut short',
      [['pictures', packed({ 'a.jpg': Buffer.alloc(900, 1) }).subarray(0, 60) as Uint8Array<ArrayBuffer>]],
      400,
      'batch-invalid',
      /cannot be taken/,
    ],
    [
      'more bytes than a batch may have',
      [['pictures', new Uint8Array(5000)]],
      413,
      'batch-too-large',
      /more than 4096 bytes/,
    ],
    [
      'a ZIP that unpacks to more',
      [
        [
          'pictures',
          packed(
            Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`${i}.png`, Buffer.alloc(1000, 7)])),
          ),
        ],
      ],
      413,
      'batch-too-large',
      /more than 4096 bytes unpacked/,
    ],
    [
      'a ZIP of too many pictures',
      [
        [
          'pictures',
          packed(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}.png`, Buffer.of(i)]))),
        ],
        ...Array.from({ length: 981 }, (): [string, typeof SOME_BYTES] => ['pictures', Uint8Array.of(1)]),
      ],
      413,
      'batch-too-large',
      /more than 1000 pictures/,
    ],
  ])('%s', async (_, parts, status, code, why) => {
    const response = await postForm({ BATCH_MAX_BYTES: '4096', UPLOAD_MAX_BYTES: '2048' }, ...parts);
    expect([response.statusCode, response.json<Refusal>().code]).toEqual([status, code]);
    expect(response.json<Refusal>().detail).toMatch(why);
  });

  it('one more than a client may have under way, until one is deleted', async () => {
    const never = deferred<typeof RESULT>();
    const batches = batchesWith({ checkPicture: () => never.promise });
    app = await appWith({ batches });
    const payload = { items: [{ url: 'https://a.example/1' }] };
    const ask = (remoteAddress = '192.0.2.1') =>
      app.inject({ method: 'POST', url: '/v1/batches', payload, remoteAddress });
    const opened: OpenedBatch[] = [];
    for (let i = 0; i < 4; i++) opened.push((await ask()).json<OpenedBatch>());
    const refused = await ask();
    expect([refused.statusCode, refused.json<Refusal>().code]).toEqual([429, 'batches-under-way']);
    expect(refused.headers['retry-after']).toBe('60');
    expect((await ask('192.0.2.2')).statusCode).toBe(200);
    const [{ batch, secret }] = opened;
    const headers = { authorization: `Bearer ${secret}` };
    await app.inject({ method: 'DELETE', url: `/v1/batches/${batch.id}`, headers });
    expect((await ask()).statusCode).toBe(200);
    never.resolve(RESULT);
  });
});

describe('a picture of a ZIP that is damaged', () => {
  it('is an item with its error, beside the others', async () => {
    const files = { 'a.jpg': Buffer.from(createHash('sha512').update('a').digest()), 'b.jpg': Buffer.of(1) };
    const bytes = zip(files, false);
    // A byte of the first file, which is stored as it is.
    bytes[40] ^= 0xff;
    const large = zip({ 'c.jpg': Buffer.alloc(3000) }, true);
    const response = await postForm(
      { UPLOAD_MAX_BYTES: '2048' },
      ['pictures', new Uint8Array(bytes)],
      ['pictures', new Uint8Array(large)],
    );
    const { items } = await endedOf(response);
    expect(items.map(({ name, state }) => [name, state])).toEqual([
      ['a.jpg', 'failed'],
      ['b.jpg', 'done'],
      ['c.jpg', 'failed'],
    ]);
    expect(items[0].error?.detail).toMatch(/checksum/);
    expect(items[2].error?.detail).toMatch(/3000 bytes unpacked; a picture may have 2048/);
  });

  it('is one too where it has more, or less, than the ZIP says', async () => {
    const files = { 'a.png': Buffer.alloc(5000, 7), 'b.png': Buffer.alloc(50, 7) };
    const bytes = zip(files, true);
    // What the list of its files says that each has unpacked (APPNOTE.TXT, 4.3.12).
    for (const [name, said] of [
      ['a.png', 10],
      ['b.png', 60],
    ] as const) {
      bytes.writeUInt32LE(said, bytes.lastIndexOf(name) - 22);
    }
    const { items } = await endedOf(await postForm({}, ['pictures', new Uint8Array(bytes)]));
    expect(items.map(({ name, state }) => [name, state])).toEqual([
      ['a.png', 'failed'],
      ['b.png', 'failed'],
    ]);
    for (const { error } of items) expect(error?.detail).toMatch(/cannot be unpacked/);
  });
});
