import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { type AllowsOrigin, allowsOrigin, corsOrigins } from '../../runtime/cors-origins.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether `CORS_ORIGINS` lets a page of that origin ask. */
    allowsOrigin: AllowsOrigin;
  }
}

/** How long a browser need not ask again whether it may ask. */
const PREFLIGHT_SECONDS = 600;

/** What a page may read beside what every page may. */
const EXPOSED = [
  REQUEST_ID_HEADER,
  'Retry-After',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'ETag',
  'Content-Disposition',
  'Repr-Digest',
];

/** Lets the pages of other origins ask that `CORS_ORIGINS` names, and lets no browser add what it keeps for this one. */
export async function addCrossOrigin(app: FastifyInstance, setting: string): Promise<void> {
  const origins = corsOrigins(setting);
  app.decorate('allowsOrigin', allowsOrigin(origins));
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: typeof origins === 'string' ? origins : [...origins],
    credentials: false,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: ['Authorization', 'Content-Type', 'If-None-Match'],
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false,
  });
}
