import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import Fastify from 'fastify';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addClosing } from '../../src/http/plugins/closing.ts';

// Without a clock, whatever waits until the connections are cut off waits for ever.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }));
afterEach(() => void vi.useRealTimers());

interface Answering {
  connection(): Promise<Socket>;
  /** Once it has been asked. */
  asked: Promise<void>;
  answer(): void;
  close(): Promise<void>;
}

async function start(): Promise<Answering> {
  const app = Fastify();
  addClosing(app);
  let [isAsked, answer] = [(): void => {}, (): void => {}];
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  const answered = new Promise<void>((resolve) => (answer = resolve));
  app.get('/', async () => {
    isAsked();
    await answered;
    return 'answered';
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    asked,
    answer,
    close: () => app.close(),
    async connection() {
      const accepted = once(app.server, 'connection');
      const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
      await accepted;
      return socket;
    },
  };
}

it('a server that ends waits for no connection on which nothing was asked', async () => {
  const server = await start();
  const sockets = [await server.connection(), await server.connection()];
  const closed = Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
  await server.close();
  await closed;
});

it('it waits for what was asked, beside one of those', async () => {
  const server = await start();
  const [unused, asking] = [await server.connection(), await server.connection()];
  unused.resume();
  asking.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  let text = '';
  asking.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = once(asking, 'close');
  const unusedEnded = once(unused, 'close');
  await server.asked;
  const closed = server.close();
  await unusedEnded;
  server.answer();
  await Promise.all([ended, closed]);
  expect(text).toContain('answered');
});
