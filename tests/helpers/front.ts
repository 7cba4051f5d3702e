import { createServer, type IncomingMessage } from 'node:http';
import { listenOnLoopback, type OnLoopback } from './on-loopback.ts';

/** What a front answers itself, as a server answers whoever asks too often. */
export interface Refusal {
  code: 'rate-limited';
  retryAfterSeconds: number;
}

/** A server on 127.0.0.1 that hands on every request for a check to another one, but for those that it refuses. */
export async function startFront(address: string, refusal: () => Refusal | null): Promise<OnLoopback> {
  const server = createServer((request, response) => {
    const refused = request.url?.startsWith('/v1/checks') ? refusal() : null;
    if (refused) {
      request.resume();
      response
        .writeHead(429, {
          'content-type': 'application/problem+json',
          'retry-after': String(refused.retryAfterSeconds),
        })
        .end(JSON.stringify({ code: refused.code, detail: 'Too many.' }));
      return;
    }
    void handedOn(address, request).then(async (answer) => {
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(new Uint8Array(await answer.arrayBuffer()));
    });
  });
  return listenOnLoopback(server);
}

async function handedOn(address: string, request: IncomingMessage): Promise<Response> {
  const body = Buffer.concat(await request.toArray());
  const type = request.headers['content-type'];
  return fetch(`${address}${request.url}`, {
    method: request.method,
    headers: type ? { 'content-type': type } : {},
    ...(body.length > 0 ? { body } : {}),
  });
}
