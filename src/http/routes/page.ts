import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic, { type FastifyStaticOptions } from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Of the page's folder, where scripts/build/page.mjs puts what has a hash in its name. */
const ASSETS = 'assets';

const FILES: Partial<FastifyStaticOptions> = {
  // One route for each file that is there at the start: no path is ever built from a request.
  wildcard: false,
  globIgnore: ['**/*.ts', `${ASSETS}/**`],
  serveDotFiles: false,
  // Asked anew each time, answered 304 by the ETag.
  cacheControl: false,
  setHeaders: (response) => void response.setHeader('cache-control', 'no-cache'),
};

/** The script that looks at pictures in a thread of its own. */
const PRIVATE_SCRIPT = /[\\/]private-[0-9a-f]+\.js(\.\w+)?$/;

/** What that thread may do: compile WebAssembly, which no page here may, and load what it is told from here. */
const PRIVATE_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** Their names change with what is in them: a browser never asks for one twice. */
const NEVER_CHANGED: Partial<FastifyStaticOptions> = {
  wildcard: false,
  // Served in place of the file, to whom takes them.
  globIgnore: ['**/*.br', '**/*.gz'],
  preCompressed: true,
  serveDotFiles: false,
  maxAge: '1y',
  immutable: true,
  decorateReply: false,
  setHeaders: (response, path) => {
    if (PRIVATE_SCRIPT.test(path)) response.setHeader('content-security-policy', PRIVATE_POLICY);
  },
};

/** Of the demo's pictures, those that their addresses no longer show: a newcomer is to see what a dead link looks like. */
const GONE = ['demo-reposted.jpg'];

/**
 * Serves the artist's page at `/` from `webDir`, and the demo pictures at `/demo/` from `demoDir`, where that
 * folder exists: those to ask about, and below `/demo/prints/` those of the set from the folder `pictures/` beside it, where
 * the addresses of its rows would have them.
 */
export async function addPage(app: FastifyInstance, webDir: URL, demoDir: URL): Promise<void> {
  await app.register(fastifyStatic, { ...FILES, root: fileURLToPath(webDir), prefix: '/' });
  // The page of one case: its token stands behind the #, which no browser sends.
  app.get('/case', { schema: { hide: true } }, (_request, reply) => reply.sendFile('case.html'));
  await addAssets(app, new URL(`${ASSETS}/`, webDir));
  if (!existsSync(demoDir)) return;
  await app.register(fastifyStatic, {
    ...FILES,
    root: fileURLToPath(demoDir),
    prefix: '/demo/',
    decorateReply: false,
  });
  const prints = new URL('../pictures/', demoDir);
  if (!existsSync(prints)) return;
  await app.register(fastifyStatic, {
    ...FILES,
    root: fileURLToPath(prints),
    globIgnore: GONE,
    prefix: '/demo/prints/',
    decorateReply: false,
  });
}

async function addAssets(app: FastifyInstance, folder: URL): Promise<void> {
  if (!existsSync(folder)) return;
  await app.register(async (scope) => {
    // The plugin does not say it of what it sends packed; who asks from another origin is told of by then.
    scope.addHook('onRequest', async (_request, reply) => {
      const others = reply.getHeader('vary');
      reply.header('vary', [...(others ? [others] : []), 'accept-encoding'].join(', '));
    });
    await scope.register(fastifyStatic, {
      ...NEVER_CHANGED,
      root: fileURLToPath(folder),
      prefix: `/${ASSETS}/`,
    });
  });
}
