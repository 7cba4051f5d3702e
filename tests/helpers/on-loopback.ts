import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A server on 127.0.0.1 that a test started. */
export interface OnLoopback {
  /** `HOST:PORT`, as `privateHosts` takes it. */
  host: string;
  url(path: string): string;
  /** Ends it, and every connection. */
  close(): Promise<void>;
}

/** Has a server listen at a port that is free. */
export async function listenOnLoopback(server: Server): Promise<OnLoopback> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: (path) => `http://${host}${path}`,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
