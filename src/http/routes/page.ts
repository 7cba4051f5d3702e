import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const FILES: Partial<FastifyStaticOptions> = {
  // One route for each file that is there at the start: no path is ever built from a request.
  wildcard: false,
  globIgnore: ['**/*.ts', '**/tsconfig.json'],
  serveDotFiles: false,
  // Asked anew each time, answered 304 by the ETag: after an update no page mixes old files with new ones.
  cacheControl: false,
  setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
};

/**
 * Serves the artist's page at `/` from `webDir`, and the demo pictures at `/demo/` from `demoDir`, where that
 * folder exists.
 */
export async function addPage(app: FastifyInstance, webDir: URL, demoDir: URL): Promise<void> {
  await app.register(fastifyStatic, { ...FILES, root: fileURLToPath(webDir), prefix: '/' });
  // The page of one case: its token stands behind the #, which no browser sends.
  app.get('/case', { schema: { hide: true } }, (_request, reply) => reply.sendFile('case.html'));
  if (!existsSync(demoDir)) return;
  await app.register(fastifyStatic, {
    ...FILES,
    root: fileURLToPath(demoDir),
    prefix: '/demo/',
    decorateReply: false,
  });
}
