import etag from '@fastify/etag';
import type { FastifyInstance } from 'fastify';

/**
 * A scope whose answers a client may ask for anew: 304 where they are the same still. Their tags are weak, since the
 * same answer comes packed and unpacked.
 */
export async function addRevalidated(
  app: FastifyInstance,
  addRoutes: (scope: FastifyInstance) => void,
): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(etag, { algorithm: 'sha256', weak: true });
    addRoutes(scope);
  });
}
