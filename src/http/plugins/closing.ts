import type { FastifyInstance } from 'fastify';

/** How long `close` waits for the requests under way before it cuts them off. */
const DRAIN_TIMEOUT_MS = 10_000;

/** Makes `close` let the requests under way finish, and their connections end with them. */
export function addClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    setTimeout(() => app.server.closeAllConnections(), DRAIN_TIMEOUT_MS).unref();
  });
  // A connection that is kept open for another request would hold the close up until its client lets go.
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
}
