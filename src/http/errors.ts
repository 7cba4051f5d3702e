import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { TrainspotError } from '../core/errors.ts';
import { clientGone, hasLeft } from './client.ts';
import {
  type ProblemCode,
  type ProblemError,
  PROBLEM_KINDS,
  PROBLEM_TYPE,
  problemOf,
  RequestProblem,
} from './problem.ts';
import { REQUEST_ID_HEADER } from './plugins/request-id.ts';

/** Answers whatever goes wrong in a request with a problem document, and logs what is our own fault. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // Nobody reads the answer; and what a broken-off request fails with is no fault of anybody's.
  const known = knownProblem(hasLeft(request) ? clientGone() : error);
  const code = known?.code ?? 'internal';
  if (PROBLEM_KINDS[code].status === 500) request.log.error({ err: error, code }, 'request failed');
  else request.log.info({ code }, 'request refused');
  return sendProblem(
    reply,
    code,
    known?.message ?? `Something went wrong here. Tell whoever runs this service the number ${request.id}.`,
    error instanceof RequestProblem ? error.errors : [],
  );
}

/**
 * Answers a path that is not there with 404, and one that is there for other methods with 405 and `Allow`. Knows the
 * routes that are added after it.
 */
export function answerNotFound(app: FastifyInstance) {
  const routes: { methods: readonly string[]; path: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    routes.push({ methods: [method].flat(), path: pathPattern(url) });
  });
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const [url] = request.url.split('?', 1);
    const there = routes.filter(({ path }) => path.test(url)).flatMap(({ methods }) => methods);
    const allowed = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'].filter((method) => there.includes(method));
    if (allowed.length === 0) {
      return sendProblem(reply, 'not-found', 'There is nothing at this path. The API is described at /docs.');
    }
    reply.header('allow', allowed.join(', '));
    return sendProblem(reply, 'method-not-allowed', `This path takes ${allowed.join(' and ')} alone.`);
  };
}

/** A route's path as it may come, with anything in the place of a parameter such as `:id`. */
function pathPattern(url: string): RegExp {
  const segments = url.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : escaped(segment)));
  return new RegExp(`^${segments.join('/')}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Answers what is not even HTTP, or does not arrive in time: there is no request object yet. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const [code, detail] = brokenRequest(error.code);
    const { status } = PROBLEM_KINDS[code];
    const requestId = randomUUID();
    const body = JSON.stringify(problemOf(code, detail, requestId));
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\n` +
        `${REQUEST_ID_HEADER}: ${requestId}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function brokenRequest(code: string | undefined): [ProblemCode, string] {
  if (code === 'HPE_HEADER_OVERFLOW') return ['headers-too-large', 'The headers have more than 16 KiB.'];
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return ['request-timeout', 'The request did not arrive in time.'];
  return ['request-invalid', 'This is not a request in HTTP/1.1.'];
}

/**
 * Answers with a problem document.
 * @param members that stand in it beside its own (RFC 9457, 3.2)
 */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  detail: string,
  errors: readonly ProblemError[] = [],
  members: object = {},
): FastifyReply {
  const { status, retryAfterSeconds } = PROBLEM_KINDS[code];
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  const problem = { ...problemOf(code, detail, reply.request.id, errors), ...members };
  // What is refused before it has a route passes by no hook.
  reply.header(REQUEST_ID_HEADER, reply.request.id);
  // As bytes: to text in JSON, Fastify adds a charset that this media type does not have.
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
}

/** What a client may be told of an error; null for one that nobody foresaw. */
function knownProblem(error: unknown): { code: ProblemCode; message: string } | null {
  if (error instanceof TrainspotError || error instanceof RequestProblem) return error;
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as FastifyError;
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return {
        code: 'media-type-unsupported',
        message:
          'Send a form (multipart/form-data) with the picture, or JSON (application/json) with its url.',
      };
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'body-too-large', message: 'The body is larger than this path takes.' };
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return { code: 'request-invalid', message: 'The body is empty; it should be JSON.' };
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return { code: 'request-invalid', message: 'The body is not valid JSON.' };
    default:
      if (statusCode === undefined || statusCode < 400 || statusCode > 499) return null;
      return { code: 'request-invalid', message: 'The request is malformed.' };
  }
}
