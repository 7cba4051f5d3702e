import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { TrainspotError } from '../../core/errors.ts';
import { problemResponses } from '../schemas/problem.ts';
import type { AppServices } from '../services.ts';

const StatusSchema = Type.Object(
  { status: Type.String({ examples: ['ok'] }) },
  { additionalProperties: false, description: 'All is well.' },
);

/** `GET /healthz`: the process answers. `GET /readyz`: it can answer checks. */
export function addHealth(app: FastifyInstance, readiness: AppServices['readiness']): void {
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
        response: { 200: StatusSchema, ...problemResponses(['index-not-open']) },
      },
    },
    async () => {
      const state = readiness();
      if (!state.ready) throw new TrainspotError('index-not-open', state.why);
      return { status: 'ok' };
    },
  );
}
