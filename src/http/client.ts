import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { addressIn } from '../runtime/trusted-proxies.ts';
import { RequestProblem } from './problem.ts';

/** A network that one client is given: whoever has one address of it has all of them. */
const IPV6_PREFIX_BITS = 64;

/**
 * Who asks, for counting: an IPv4 address, or the /64 of an IPv6 one. Where a proxy wrote something that is no address,
 * what it sends is counted as its own.
 * @throws RequestProblem `client-gone` where the connection has no other end any more
 */
export function clientOf({ ip, ips = [ip] }: Pick<FastifyRequest, 'ip' | 'ips'>): string {
  // From the connection outwards.
  const address = ips.map(addressIn).findLast((one) => one !== null);
  if (address != null) return normalizeIP(address, IPV6_PREFIX_BITS);
  throw clientGone();
}

/**
 * Whether nobody waits for the answer any more. A connection that was reset before it was taken up has no other end;
 * one that ends in the middle of its request is not destroyed yet when the reading of it fails.
 */
export function hasLeft({ raw }: Pick<FastifyRequest, 'raw'>): boolean {
  return raw.socket.destroyed || raw.socket.remoteAddress === undefined || (raw.destroyed && !raw.complete);
}

export function clientGone(): RequestProblem {
  return new RequestProblem('client-gone', 'The client went away.');
}
