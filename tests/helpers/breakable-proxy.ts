import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a PostgreSQL server that can be broken. */
export interface BreakableProxy {
  databaseUrl: string;
  /**
   * Breaks the connection on which the server next says that it has committed a transaction with `statement` in it, and
   * keeps that to itself.
   */
  loseNextCommit(): void;
  /** How many such answers were kept. */
  readonly commitsLost: number;
  /** Takes what comes, connections too, and passes none of it on until `thaw`: as a server whose process is stopped. */
  freeze(): void;
  thaw(): void;
  /** Breaks every connection and takes no other. */
  goAway(): void;
}

/** What the server sends at the end of a COMMIT that was done. */
const COMMITTED = 'COMMIT\0';

/** @param databaseUrl of the server itself @param statement part of the SQL of transactions whose commit can be lost */
export async function startBreakableProxy(databaseUrl: string, statement: string): Promise<BreakableProxy> {
  const server = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let [isLosing, commitsLost, isFrozen] = [false, 0, false];
  const listener = createServer((client) => {
    const upstream = connect(Number(server.port || 5432), server.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      const end = (): void => {
        client.destroy();
        upstream.destroy();
        sockets.delete(socket);
      };
      socket.on('error', end).on('close', end);
      if (isFrozen) socket.pause();
    }
    let isMeant = false;
    client.on('data', (bytes) => {
      if (bytes.includes(statement)) isMeant = true;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      const isCommitted = bytes.includes(COMMITTED);
      if (!isLosing || !isMeant || !isCommitted) {
        if (isCommitted) isMeant = false;
        client.write(bytes);
        return;
      }
      isLosing = false;
      commitsLost++;
      client.destroy();
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = new URL(databaseUrl);
  address.hostname = '127.0.0.1';
  address.port = String((listener.address() as AddressInfo).port);
  return {
    databaseUrl: address.href,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.pause();
    },
    thaw() {
      isFrozen = false;
      for (const socket of sockets) socket.resume();
    },
    loseNextCommit: () => void (isLosing = true),
    get commitsLost() {
      return commitsLost;
    },
    goAway() {
      listener.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
