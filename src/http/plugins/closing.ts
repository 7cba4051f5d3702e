import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long `close` waits for the requests under way before it cuts them off. */
const DRAIN_TIMEOUT_MS = 10_000;

/** Makes `close` let the requests under way finish, and their connections end with them. */
export function addClosing(app: FastifyInstance): void {
  let closing = false;
  const sockets = new Set<Socket>();
  app.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.addHook('preClose', async () => {
    closing = true;
    // Node takes one on which nothing was asked yet, as browsers make them ahead, for one under way.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    setTimeout(() => app.server.closeAllConnections(), DRAIN_TIMEOUT_MS).unref();
  });
  // A connection that is kept open for another request would hold the close up until its client lets go.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
