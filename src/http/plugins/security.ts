import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RequestProblem } from '../problem.ts';

/**
 * What a page of this service may load and do. Pictures may come from anywhere: a match's thumbnail is loaded
 * from its original host when the artist asks for it. Nothing else leaves this origin.
 */
const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:', 'https:', 'http:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/** Sets the security headers of what every path answers, and that no answer is stored that does not say otherwise. */
export async function addSecurity(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    // Without helmet's defaults, which upgrade to https: the service is served as plain http on loopback.
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}

/**
 * Refuses what a page of another site makes a browser send, unless `CORS_ORIGINS` names that site: it could have checks
 * run in a visitor's name. Browsers say so in `Sec-Fetch-Site`; other clients do not send it.
 * @throws RequestProblem `cross-site`
 */
export async function refuseCrossSite(request: FastifyRequest): Promise<void> {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  if (request.server.allowsOrigin(request.headers.origin)) return;
  throw new RequestProblem('cross-site', 'A page of another site may not ask for checks.');
}
