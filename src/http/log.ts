import type { FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import type { Config } from '../runtime/config.ts';
import { printable } from '../core/text.ts';

/** Takes each line of the log, as JSON. */
export interface LogSink {
  write(line: string): void;
}

/**
 * How requests are logged: the route's pattern, never the path or the query that came (a pasted address may
 * stand there), no headers, no bodies, no address of a client, and errors without what a library hung onto
 * them. So nothing of a picture, nor where it lies, gets into a log.
 */
export function logSettings(level: Config['LOG_LEVEL'], sink?: LogSink): FastifyServerOptions['logger'] {
  return {
    level,
    ...(sink ? { stream: sink } : {}),
    serializers: {
      req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions.url ?? null }),
      res: (reply: Pick<FastifyReply, 'statusCode'>) => ({ statusCode: reply.statusCode }),
      err: describeError,
    },
    // The form parser traces its options, and with them the request's headers.
    redact: { paths: ['busboyOptions', 'headers'], remove: true },
  };
}

const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/*[^\s'"]*\/[^\s'"]*/gi;
const LONGEST_MESSAGE = 500;

function describeError(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, message: 'thrown, but no Error', stack: '' };
  const { name, code, message, stack = '', cause } = error as NodeJS.ErrnoException;
  // The stack repeats the message, which may hold an address.
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: name,
    code,
    message: printable(message.replace(ADDRESS, '[address]').slice(0, LONGEST_MESSAGE)),
    stack: frames.join('\n'),
    cause:
      cause instanceof Error
        ? `${cause.name} ${(cause as NodeJS.ErrnoException).code ?? ''}`.trim()
        : undefined,
  };
}
