import { createServer, type Socket } from 'node:net';
import { listenOnLoopback, type OnLoopback } from './on-loopback.ts';

/** The bytes that a host sends once it was asked, before it hangs up; or what it does with the connection. */
export type RawAnswer = string | Uint8Array | ((socket: Socket) => void);

/** A host on 127.0.0.1 whose every byte a test says: it need not speak HTTP. */
export interface RawHost extends OnLoopback {
  /** Paths that were asked for, in order. */
  paths: string[];
}

const NO_SUCH_FILE = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** @param script answers each path; text is sent as Latin-1, `undefined` is answered as 404 */
export async function startRawHost(script: (path: string) => RawAnswer | undefined): Promise<RawHost> {
  const paths: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (request) => {
      const path = /^GET (\S+) /.exec(request.toString('latin1'))?.[1] ?? '';
      paths.push(path);
      const answer = script(path) ?? NO_SUCH_FILE;
      if (typeof answer === 'function') return answer(socket);
      socket.end(typeof answer === 'string' ? Buffer.from(answer, 'latin1') : answer);
    });
  });
  return { ...(await listenOnLoopback(server)), paths };
}
