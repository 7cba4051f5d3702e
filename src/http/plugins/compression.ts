import { Readable } from 'node:stream';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Below it the headers of the coding take more than it saves: an answer then fits one packet anyway. */
const THRESHOLD_BYTES = 1024;
/** What is not packed already; pictures, ZIP and PDF are. */
const PACKABLE = /^(text\/(?!event-stream)|application\/([a-z.+-]*\+)?(json|javascript|xml)|image\/svg\+xml)/;

/**
 * Answers in brotli or gzip where the client takes it, of every route that is added after it. What a key opens is left
 * as it is: its length, beside words that came with the request, would tell of the secrets in it (BREACH).
 */
export async function addCompression(app: FastifyInstance): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (route.schema?.security?.length) route.compress = false;
  });
  // A file's 304 comes as a stream of nothing, which would be packed to something.
  app.addHook('onSend', async (_request, { statusCode }, payload) => {
    if (statusCode !== 304) return payload;
    if (payload instanceof Readable) payload.destroy();
    return null;
  });
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: THRESHOLD_BYTES,
    customTypes: PACKABLE,
    // In zlib's own threads, however short.
    syncThreshold: 0,
    // A body comes as it is: see text-door.ts.
    globalDecompression: false,
  });
}
