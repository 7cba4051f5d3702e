import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf } from './plugins/bearer.ts';
import { RequestProblem } from './problem.ts';
import type { CaseKey } from '../service/trainspot.ts';

/**
 * What opens a case: the secret stands in a header alone, since addresses get into logs and histories.
 * @throws RequestProblem `case-key-missing`
 */
export function caseKey(request: FastifyRequest<{ Params: { case: string } }>, reply: FastifyReply): CaseKey {
  return { ref: request.params.case, secret: expectBearer(request, reply) };
}

/** @throws RequestProblem `case-key-missing` */
export function expectBearer(request: FastifyRequest, reply: FastifyReply): string {
  const secret = bearerOf(request);
  if (secret !== null) return secret;
  reply.header('www-authenticate', 'Bearer');
  throw new RequestProblem(
    'case-key-missing',
    `Send the case's token, or the API key that owns it, as 'Authorization: Bearer TOKEN'.`,
  );
}
