import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { problemResponses } from '../schemas/problem.ts';
import type { Trainspot } from '../../service/trainspot.ts';

const StatusSchema = Type.Object(
  { status: Type.String({ examples: ['ok'] }) },
  { additionalProperties: false, description: 'All is well.' },
);

/** `GET /healthz`: the process answers. `GET /readyz`: it can answer checks. */
export function addHealth(app: FastifyInstance, whyNotReady: Trainspot['whyNotReady']): void {
  app.get(
    '/healthz',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operation'],
        operationId: 'readHealth',
        summary: 'Is the process alive?',
        description: 'Asked by whatever restarts the service: nothing but the process itself is looked at.',
        response: { 200: StatusSchema },
      },
    },
    async () => ({ status: 'ok' }),
  );
  app.get(
    '/readyz',
    {
      logLevel: 'warn',
      schema: {
        tags: ['operation'],
        operationId: 'readReadiness',
        summary: 'Can checks be answered?',
        description: 'Asked by whatever sends it requests: an index is open, and the database answers.',
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
