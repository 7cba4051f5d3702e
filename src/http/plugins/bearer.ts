import type { FastifyRequest } from 'fastify';

/** What a request carries as `Authorization: Bearer`, or null. */
export function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
