import type { FastifyInstance } from 'fastify';

/** Carries the number that the log's lines and a problem's `instance` carry too. */
export const REQUEST_ID_HEADER = 'X-Request-Id';

/** Says in every answer which request it is of. A client's own number is not taken: it would get into the log. */
export function addRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id);
  });
}
