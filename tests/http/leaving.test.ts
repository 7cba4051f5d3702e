import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { Trainspot } from '../../src/service/trainspot.ts';
import { RESULT } from './answers.ts';
import { appWith, deferred } from './app-under-test.ts';

const KEY = 'a key of whoever runs it';
const FORM = 'multipart/form-data; boundary=x';
const PICTURE = Buffer.concat([
  Buffer.from('--x\r\ncontent-disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n'),
  Buffer.alloc(900_000, 7),
]);
const WISH = Buffer.from(`{"url":"https://host.example/${'a'.repeat(3000)}`);

/** Every route with a body of some size → its type, its beginning and its end. */
const ROUTES: [path: string, type: string, begin: Buffer, end: string][] = [
  ['/v1/checks', FORM, PICTURE, '\r\n--x--\r\n'],
  ['/v1/checks', 'application/json', WISH, '"}'],
  [
    '/v1/suppressions',
    FORM,
    PICTURE,
    '\r\n--x\r\ncontent-disposition: form-data; name="reason"\r\n\r\nr\r\n--x--\r\n',
  ],
  ['/v1/opt-out-pictures', FORM, PICTURE, '\r\n--x--\r\n'],
  ['/v1/opt-out-audits', 'application/json', WISH, '"}'],
  ['/v1/cases', 'application/json', Buffer.from(`{"note":"${'a'.repeat(3000)}`), '"}'],
  ['/v1/notices', 'application/json', Buffer.from(`{"kind":"dmca","language":"en"`), '}'],
];

/** How far a client gets before it leaves. */
const PHASES = ['nothing', 'half a head', 'a head', 'half a body', 'all but the end', 'all'] as const;
const WAYS: [way: string, leave: (socket: Socket) => void][] = [
  ['by FIN', (socket) => void socket.destroy()],
  ['by half a FIN', (socket) => void socket.end()],
  ['by RST', (socket) => void socket.resetAndDestroy()],
];

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

interface Listening {
  app: FastifyInstance;
  port: number;
  /** Lines of the log that are more than information. */
  complaints: string[];
}

async function listening(services: Partial<Trainspot> = {}): Promise<Listening> {
  const complaints: string[] = [];
  const log = {
    write: (line: string) => {
      if ((JSON.parse(line) as { level: number }).level > 30) complaints.push(line);
    },
  };
  const environment = {
    MAX_CONCURRENT_CHECKS: '100',
    UPLOAD_MAX_BYTES: '1000000',
    ADMIN_KEY: KEY.replaceAll(' ', '-'),
    RATE_LIMIT_PER_MINUTE: '100000',
  };
  const app = await appWith(services, environment, { log });
  closers.push(() => app.close());
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return { app, port: Number(new URL(address).port), complaints };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  closers.push(() => void socket.destroy());
  return socket;
}

function headOf(path: string, type: string, bytes: number): string {
  const key = `Authorization: Bearer ${KEY.replaceAll(' ', '-')}`;
  return `POST ${path} HTTP/1.1\r\nHost: a\r\n${key}\r\nContent-Type: ${type}\r\nContent-Length: ${bytes}\r\n\r\n`;
}

/** What is sent in a phase. */
function sentIn(phase: (typeof PHASES)[number], [path, type, begin, end]: (typeof ROUTES)[number]): Buffer {
  const head = Buffer.from(headOf(path, type, begin.length + Buffer.byteLength(end)));
  if (phase === 'nothing') return Buffer.alloc(0);
  if (phase === 'half a head') return head.subarray(0, head.length / 2);
  if (phase === 'a head') return head;
  if (phase === 'half a body') return Buffer.concat([head, begin.subarray(0, begin.length / 2)]);
  if (phase === 'all but the end') return Buffer.concat([head, begin]);
  return Buffer.concat([head, begin, Buffer.from(end)]);
}

/** Statuses of the requests of a route that are over. */
async function counted(app: FastifyInstance): Promise<Record<string, number>> {
  const { body } = await app.inject('/metrics');
  const counts: Record<string, number> = {};
  for (const [, status, count] of body.matchAll(
    /^http_request_duration_seconds_count\{method="POST",.*status="(\d+)"\} (\d+)$/gm,
  )) {
    counts[status] = (counts[status] ?? 0) + Number(count);
  }
  return counts;
}

async function valueOf(app: FastifyInstance, name: string): Promise<number> {
  const { body } = await app.inject('/metrics');
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(body)?.[1]);
}

/** Once nobody is connected any more. */
async function quiet(app: FastifyInstance): Promise<void> {
  const connections = () =>
    new Promise<number>((resolve) => app.server.getConnections((_error, count) => resolve(count)));
  await expect.poll(connections, { timeout: 10_000, interval: 5 }).toBe(0);
  await turn();
}

describe('a client that leaves is no error of the service', () => {
  it.each(WAYS)('%s, at any point of a request to any route', async (_way, leave) => {
    const { app, port, complaints } = await listening();
    for (const route of ROUTES) {
      for (const phase of PHASES) {
        const socket = await dial(port);
        await new Promise((resolve) => socket.write(sentIn(phase, route), resolve));
        leave(socket);
      }
    }
    await quiet(app);
    expect(complaints).toEqual([]);
    expect(Object.keys(await counted(app)).filter((status) => Number(status) >= 500)).toEqual([]);
    expect(await valueOf(app, 'trainspot_checks_in_flight')).toBe(0);
    expect(await valueOf(app, 'trainspot_upload_bytes_held')).toBe(0);
  });

  it('by RST before it is taken up', async () => {
    const { app, port, complaints } = await listening();
    // Nothing is taken up before all have come and gone: this turn of the loop goes on until then.
    const gone = Array.from({ length: 50 }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.on('connect', () => {
        socket.write(sentIn('all', ROUTES[0]), () => socket.resetAndDestroy());
      });
      return once(socket, 'close');
    });
    await Promise.all(gone);
    await quiet(app);
    expect(complaints).toEqual([]);
    expect(Object.keys(await counted(app)).filter((status) => Number(status) >= 500)).toEqual([]);
  });

  it.each(WAYS)('%s, while the answer is made: the work is called off', async (_way, leave) => {
    const begun = deferred<AbortSignal>();
    const { app, port, complaints } = await listening({
      checkPicture: (_bytes, { signal }) =>
        new Promise((_resolve, reject) => {
          begun.resolve(signal as AbortSignal);
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    });
    const socket = await dial(port);
    socket.write(sentIn('all', ROUTES[0]));
    await begun.promise;
    expect(await valueOf(app, 'trainspot_checks_in_flight')).toBe(1);
    expect(await valueOf(app, 'trainspot_upload_bytes_held')).toBe(900_000);
    leave(socket);
    await quiet(app);
    expect(await counted(app)).toEqual({ 499: 1 });
    expect(complaints).toEqual([]);
    expect(await valueOf(app, 'trainspot_checks_in_flight')).toBe(0);
    expect(await valueOf(app, 'trainspot_upload_bytes_held')).toBe(0);
  });

  it('in the middle of an answer that it does not read', async () => {
    const long = { ...RESULT, matches: Array.from({ length: 60_000 }, () => RESULT.matches[0]) };
    const { app, port, complaints } = await listening({ checkPicture: async () => long });
    const socket = await dial(port);
    socket.write(sentIn('all', ROUTES[0]));
    await once(socket, 'data');
    socket.pause();
    socket.resetAndDestroy();
    await quiet(app);
    expect(await counted(app)).toEqual({ 499: 1 });
    expect(complaints).toEqual([]);
  });

  it('whatever its work fails with then', async () => {
    const begun = deferred<void>();
    const fail = deferred<void>();
    const { app, port, complaints } = await listening({
      checkPicture: async () => {
        begun.resolve();
        await fail.promise;
        throw new TypeError('what was sent is gone');
      },
    });
    const socket = await dial(port);
    socket.write(sentIn('all', ROUTES[0]));
    await begun.promise;
    socket.resetAndDestroy();
    await quiet(app);
    fail.resolve();
    await expect.poll(() => valueOf(app, 'trainspot_checks_in_flight')).toBe(0);
    expect(complaints).toEqual([]);
    expect(await counted(app)).toEqual({ 499: 1 });
  });
});
