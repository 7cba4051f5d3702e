import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Trainspot } from '../../src/service/trainspot.ts';
import { RESULT } from './answers.ts';
import { appWith, deferred } from './app-under-test.ts';

export const closers: (() => Promise<void> | void)[] = [];

export async function listening(services: Partial<Trainspot>, environment: Record<string, string> = {}) {
  const app = await appWith(services, environment);
  closers.push(() => app.close());
  return { app, address: await app.listen({ port: 0, host: '127.0.0.1' }) };
}

/** A form upload under way, whose bytes the test sends as it likes. */
export function upload(address: string, headers: Record<string, string | number> = {}, path = '/v1/checks') {
  const sending: ClientRequest = httpRequest(address + path, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers },
  });
  closers.push(() => void sending.destroy());
  const answer = once(sending, 'response').then(async ([response]) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response as IncomingMessage) chunks.push(chunk as Buffer);
    const { statusCode, headers: answered } = response as IncomingMessage;
    return {
      status: statusCode,
      headers: answered,
      body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
    };
  });
  return { sending, answer };
}

export const HEAD = '--x\r\ncontent-disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n';

export const TAIL = '\r\n--x--\r\n';

/** A check that ends when the test says so. */
export function heldCheck() {
  const started = deferred<AbortSignal>();
  const end = deferred<void>();
  const services: Partial<Trainspot> = {
    async checkPicture(_bytes, { signal }) {
      if (signal) started.resolve(signal);
      await end.promise;
      return RESULT;
    },
  };
  return { services, started: started.promise, end: () => end.resolve() };
}
