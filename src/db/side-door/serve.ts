import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../database.ts';
import { converse } from './conversation.ts';
import { send } from './messages.ts';

/** A way into the embedded database of this process, for other processes of the same user. */
export interface SideDoor {
  /** Of the socket; nobody but this user (and the system's own) can enter there. */
  path: string;
  /** Tells those inside that the server ends, and waits for them to leave; some seconds and no longer. */
  close(): Promise<void>;
}

export interface SideDoorSettings {
  /** A transaction keeps all others out: where whoever holds one asks nothing for so long, as when it is stopped, it is undone. */
  silenceMs?: number;
  /** For an ingest that is told to stop, a little longer than it takes at most. */
  leaveMs?: number;
}

/** Processes inside at once. */
const MAX_INSIDE = 64;

/**
 * Opens a side door: a Unix socket in a new folder that is this user's alone (on Windows a pipe of a name that nobody
 * guesses). Whoever comes in asks the database as this process does: the questions stand in one queue with its own, and a
 * transaction ends with the connection that holds it.
 * @throws Error of the system where there can be no socket
 */
export async function openSideDoor(
  database: Database,
  { silenceMs = 5_000, leaveMs = 6_000 }: SideDoorSettings = {},
): Promise<SideDoor> {
  const folder = process.platform === 'win32' ? null : await mkdtemp(join(tmpdir(), 'trainspot-door-'));
  const path = folder === null ? `\\\\.\\pipe\\trainspot-${randomUUID()}` : join(folder, 'socket');
  const removeFolder = async (): Promise<void> => {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  const inside = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (inside.size === MAX_INSIDE) {
      send(socket, { refused: `${MAX_INSIDE} are asking it already, as many as fit.` });
      socket.destroySoon();
      return;
    }
    inside.add(socket);
    socket.once('close', () => inside.delete(socket));
    void converse(socket, database, silenceMs);
  });
  try {
    server.listen(path);
    await once(server, 'listening');
  } catch (error) {
    await removeFolder();
    throw error;
  }
  return {
    path,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of inside) send(socket, { serverEnds: true });
      const timer = setTimeout(() => inside.forEach((socket) => socket.destroy()), leaveMs);
      await closed;
      clearTimeout(timer);
      await removeFolder();
    },
  };
}
