import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { problemResponses } from '../schemas/problem.ts';
import type { AppServices } from '../services.ts';

const StatusSchema = Type.Object(
  { status: Type.String({ examples: ['ok'] }) },
  { additionalProperties: false, description: 'All is well.' },
);

/** `GET /healthz`: the process answers. `GET /readyz`: it can answer checks. */
export function addHealth(app: FastifyInstance, whyNotReady: AppServices['whyNotReady']): void {
  app.get(
    '/healthz',
    {
      logLevel: 'warn',
      schema: { tags: ['operation'], summary: 'Is the process alive?', response: { 200: StatusSchema } },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operation'],
        summary: 'Can checks be answered?',
        response: { 200: StatusSchema, ...problemResponses(['index-not-open', 'database-unavailable']) },
      },
    },
    async () => {
      const problem = await whyNotReady();
      if (problem) throw problem;
      return { status: 'ok' };
    },
  );
}
