import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/runtime/config.ts';
import type { Problem } from '../../src/http/problem.ts';
import type { Trainspot } from '../../src/service/trainspot.ts';
import { RESULT } from './answers.ts';
import { deferred, formOf, SOME_BYTES } from './app-under-test.ts';
import { closers, listening, upload, HEAD, TAIL, heldCheck } from './slow-uploads.ts';

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const MEBIBYTE = Buffer.alloc(1024 * 1024, 7);

/** Done when the bytes have left for the network. */
function send(sending: ClientRequest, bytes: Buffer | string): Promise<void> {
  return new Promise((resolve, reject) => {
    sending.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
}

/** A check of a picture of so many bytes. */
async function checkOf(address: string, bytes: number) {
  const { sending, answer } = upload(address);
  sending.end(Buffer.concat([Buffer.from(HEAD), MEBIBYTE.subarray(0, bytes), Buffer.from(TAIL)]));
  return answer;
}

async function metric(app: FastifyInstance, name: string): Promise<string[]> {
  const { body } = await app.inject('/metrics');
  return body.split('\n').filter((line) => line.startsWith(name));
}

describe('a body of 100 MB', () => {
  it('is refused while it arrives, and the client gets to read why', async () => {
    let checks = 0;
    const { address } = await listening({ checkPicture: async () => (checks++, RESULT) });
    const { sending, answer } = upload(address);
    let answered = false;
    void answer.then(() => (answered = true));
    await send(sending, HEAD);
    for (let sent = 0; sent < 100; sent++) await send(sending, MEBIBYTE);
    // The picture's end never came, and yet:
    const { status, body, headers } = await answer;
    expect(answered).toBe(true);
    expect(status).toBe(413);
    expect(headers['content-type']).toBe('application/problem+json');
    expect((body as Problem).detail).toContain(`${loadConfig({}).UPLOAD_MAX_BYTES} bytes`);
    expect(checks).toBe(0);
  });

  it('is refused by its length before any of it arrives', async () => {
    const { address } = await listening({});
    const { sending, answer } = upload(address, { 'content-length': 100 * 1024 * 1024 });
    sending.flushHeaders();
    expect((await answer).status).toBe(413);
    sending.destroy();
  });

  it('leaves the service as it was', async () => {
    const { address } = await listening({}, { MAX_CONCURRENT_CHECKS: '1', UPLOAD_MAX_BYTES: '1048576' });
    for (let i = 0; i < 3; i++) {
      const { sending, answer } = upload(address);
      await send(sending, HEAD);
      await send(sending, MEBIBYTE);
      sending.end(MEBIBYTE);
      expect((await answer).status).toBe(413);
    }
    const form = await formOf(['picture', SOME_BYTES]);
    const response = await fetch(`${address}/v1/checks`, {
      method: 'POST',
      body: form.payload,
      headers: form.headers,
    });
    expect(response.status).toBe(200);
  });
});

describe('a client that leaves', () => {
  it('while its check runs, aborts the check', async () => {
    const check = heldCheck();
    const { app, address } = await listening(check.services);
    const { sending, answer } = upload(address);
    sending.end(HEAD + 'abc' + TAIL);
    const signal = await check.started;
    expect(await metric(app, 'trainspot_checks_in_flight')).toEqual(['trainspot_checks_in_flight 1']);
    sending.destroy();
    await expect(answer).rejects.toThrow();
    if (!signal.aborted) await once(signal, 'abort');
    check.end();
    await turn();
    expect(await metric(app, 'trainspot_checks_in_flight')).toEqual(['trainspot_checks_in_flight 0']);
    const counted = await metric(app, 'http_request_duration_seconds_count');
    expect(counted).toContain(
      'http_request_duration_seconds_count{method="POST",route="/v1/checks",status="499"} 1',
    );
  });

  it('in the middle of its upload, holds nothing and starts nothing', async () => {
    let checks = 0;
    const { address } = await listening(
      { checkPicture: async () => (checks++, RESULT) },
      { MAX_CONCURRENT_CHECKS: '1', UPLOAD_MAX_BYTES: '1048576' },
    );
    for (let i = 0; i < 3; i++) {
      const { sending, answer } = upload(address);
      await send(sending, HEAD);
      await send(sending, MEBIBYTE.subarray(0, 900_000));
      sending.destroy();
      await Promise.allSettled([answer]);
    }
    expect(checks).toBe(0);
    // The whole budget: refused for ever if anything were still held, and until the server has noticed.
    await expect.poll(async () => (await checkOf(address, MEBIBYTE.length)).status).toBe(200);
  });
});

describe('a slow upload', () => {
  it('takes no place from the others, and is answered in the end', async () => {
    const { address } = await listening({}, { MAX_CONCURRENT_CHECKS: '1' });
    const slow = upload(address);
    await send(slow.sending, HEAD);
    await send(slow.sending, 'a');
    const quick = upload(address);
    quick.sending.end(HEAD + 'abc' + TAIL);
    expect((await quick.answer).status).toBe(200);
    slow.sending.end('b' + TAIL);
    expect((await slow.answer).status).toBe(200);
  });
});

describe('overload', () => {
  it('is answered 503 with a time to try again, and passes', async () => {
    const check = heldCheck();
    const { address } = await listening(check.services, { MAX_CONCURRENT_CHECKS: '1' });
    const first = upload(address);
    first.sending.end(HEAD + 'abc' + TAIL);
    await check.started;

    const second = upload(address);
    second.sending.end(HEAD + 'abc' + TAIL);
    const refused = await second.answer;
    expect(refused.status).toBe(503);
    expect(refused.headers['content-type']).toBe('application/problem+json');
    expect(refused.headers['retry-after']).toBe('5');
    expect(refused.body).toMatchObject({
      code: 'overloaded',
      detail: expect.stringContaining('1 checks') as string,
    });
    expect((await fetch(`${address}/healthz`)).status).toBe(200);

    check.end();
    expect((await first.answer).status).toBe(200);
    const third = upload(address);
    third.sending.end(HEAD + 'abc' + TAIL);
    expect((await third.answer).status).toBe(200);
  });

  it('by pictures under way is bounded in bytes', async () => {
    const { address } = await listening({}, { UPLOAD_MAX_BYTES: '1048576', PICTURES_HELD_MAX_BYTES: '1024' });
    const uploads = [upload(address), upload(address)];
    for (const { sending } of uploads) {
      await send(sending, HEAD);
      await send(sending, MEBIBYTE.subarray(0, 700_000));
    }
    // Both wait for their end, and do not fit together: one of them has to be told.
    const refused = await Promise.race(
      uploads.map(async ({ answer }, i) => ({ i, status: (await answer).status, body: (await answer).body })),
    );
    expect(refused).toMatchObject({ status: 503, body: { code: 'overloaded' } });
    const other = uploads[1 - refused.i];
    other.sending.end(TAIL);
    expect((await other.answer).status).toBe(200);
    expect((await checkOf(address, MEBIBYTE.length)).status).toBe(200);
  });

  it('by pictures counts those that are fetched too', async () => {
    const end = deferred<void>();
    const services: Partial<Trainspot> = {
      async fetchPicture(_url, held) {
        held.add(700_000);
        await end.promise;
        return SOME_BYTES;
      },
    };
    const { app } = await listening(services, {
      UPLOAD_MAX_BYTES: '1048576',
      PICTURES_HELD_MAX_BYTES: '1024',
    });
    const ask = () =>
      app.inject({ method: 'POST', url: '/v1/checks', payload: { url: 'https://host.example/a.jpg' } });
    const first = ask();
    await expect
      .poll(() => metric(app, 'trainspot_upload_bytes_held'))
      .toEqual(['trainspot_upload_bytes_held 700000']);
    expect((await ask()).statusCode).toBe(503);
    end.resolve();
    expect((await first).statusCode).toBe(200);
    expect(await metric(app, 'trainspot_upload_bytes_held')).toEqual(['trainspot_upload_bytes_held 0']);
  });

  it.each(['/v1/opt-out-pictures', '/v1/suppressions'])(
    'by pictures counts those of %s too',
    async (path) => {
      const environment = {
        UPLOAD_MAX_BYTES: '1048576',
        // One picture always fits.
        PICTURES_HELD_MAX_BYTES: '1024',
        ADMIN_KEY: 'a-key-of-whoever-runs-it',
      };
      const { app, address } = await listening({}, environment);
      const first = upload(address);
      await send(first.sending, HEAD);
      await send(first.sending, MEBIBYTE.subarray(0, 700_000));
      await expect
        .poll(() => metric(app, 'trainspot_upload_bytes_held'))
        .toEqual(['trainspot_upload_bytes_held 700000']);
      const second = upload(address, { authorization: `Bearer ${environment.ADMIN_KEY}` }, path);
      await send(second.sending, HEAD);
      await send(second.sending, MEBIBYTE.subarray(0, 700_000));
      expect(await second.answer).toMatchObject({ status: 503, body: { code: 'overloaded' } });
      first.sending.end(TAIL);
      expect((await first.answer).status).toBe(200);
      expect(await metric(app, 'trainspot_upload_bytes_held')).toEqual(['trainspot_upload_bytes_held 0']);
    },
  );

  it('of the event loop refuses work, but not the question whether the process lives', async () => {
    const { app } = await listening({}, { EVENT_LOOP_DELAY_MAX_MS: '250' });
    const form = await formOf(['picture', SOME_BYTES]);
    const nap = new Int32Array(new SharedArrayBuffer(4));
    let response = await app.inject({ method: 'POST', url: '/v1/checks', ...form });
    for (let i = 0; i < 20 && response.statusCode === 200; i++) {
      Atomics.wait(nap, 0, 0, 700);
      await turn();
      response = await app.inject({ method: 'POST', url: '/v1/checks', ...form });
    }
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ code: 'overloaded' });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });
});

describe('a loop that stands still for as long as it is looked at', () => {
  it('refuses no work where that much is allowed', async () => {
    const { app } = await listening({}, { EVENT_LOOP_DELAY_MAX_MS: '600000' });
    const nap = new Int32Array(new SharedArrayBuffer(4));
    for (let i = 0; i < 3; i++) {
      Atomics.wait(nap, 0, 0, 1100);
      await turn();
      expect((await app.inject('/v1/images?domain=a.example')).statusCode).toBe(200);
    }
  });
});
