import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import Type, { type TSchema } from 'typebox';

const EVENTS = 'text/event-stream';

/** Server-sent events as the API's description has them. @param data what each of them brings */
export function eventStreamOf(data: TSchema) {
  return {
    description: 'Events named change, and done as the last.',
    content: {
      [EVENTS]: {
        schema: Type.Unsafe<Readable>({
          type: 'string',
          contentMediaType: 'application/json',
          contentSchema: data,
        }),
      },
    },
  };
}

/** Sends each change as it comes; the one of which nothing is running any more is named done. */
export function sendEvents<Change>(
  reply: FastifyReply,
  changes: AsyncIterable<Change>,
  isRunning: (change: Change) => boolean,
) {
  return reply.type(EVENTS).send(Readable.from(eventsOf(changes, isRunning)));
}

async function* eventsOf<Change>(
  changes: AsyncIterable<Change>,
  isRunning: (change: Change) => boolean,
): AsyncGenerator<string> {
  for await (const change of changes) {
    yield `event: ${isRunning(change) ? 'change' : 'done'}\ndata: ${JSON.stringify(change)}\n\n`;
  }
}
