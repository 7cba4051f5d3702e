import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestProblem } from '../problem.ts';
import { bearerOf } from './bearer.ts';

/**
 * Lets through requests that carry `Authorization: Bearer` and the key of whoever runs the service. The time it takes
 * says nothing of the key.
 * @param key without one nobody is let through
 */
export function requireAdmin(key: string | undefined) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (key === undefined) {
      throw new RequestProblem(
        'admin-off',
        'Suppressions are not taken by REST here: whoever runs the service has set no ADMIN_KEY.',
      );
    }
    const given = bearerOf(request);
    if (given !== null && timingSafeEqual(digest(given), digest(key))) return;
    reply.header('www-authenticate', 'Bearer');
    throw new RequestProblem(
      'admin-key-wrong',
      `The ADMIN_KEY ${given === null ? 'is missing' : 'is another one'}: send it as 'Authorization: Bearer KEY'.`,
    );
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
