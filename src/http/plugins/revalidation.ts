import etag from '@fastify/etag';
import type { FastifyInstance } from 'fastify';

/**
 * A scope whose answers may be kept and are asked for anew each time: 304 where they are the same still. Their tags
 * are weak, since the same answer comes packed and unpacked.
 */
export async function addRevalidated(
  app: FastifyInstance,
  addRoutes: (scope: FastifyInstance) => void,
): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      if (reply.statusCode === 200) reply.header('cache-control', 'no-cache');
    });
    await scope.register(etag, { algorithm: 'sha256', weak: true });
    addRoutes(scope);
  });
}
