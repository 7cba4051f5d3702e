import type { FastifyInstance, FastifyRequest } from 'fastify';
import { storable } from '../db/text.ts';
import { RequestProblem } from './problem.ts';

/** Nothing that is asked here goes deeper than six. */
const DEEPEST = 32;
/** RFC 8259, 8.1: JSON is UTF-8, which ASCII is too. */
const JSON_CHARSETS = ['utf-8', 'utf8', 'us-ascii'];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Makes every text that comes with a request, in its path, its query or its JSON, one that can be stored; those of forms
 * are form.ts's. Refuses bodies whose bytes are no plain UTF-8.
 */
export function addTextDoor(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, reply) => {
    if (!isEncoded(request)) return;
    reply.header('accept-encoding', 'identity');
    throw new RequestProblem('media-type-unsupported', 'Send the body as it is, without a Content-Encoding.');
  });

  const read = jsonReader(app);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => read(request, body),
  );

  app.addHook('preValidation', async (request) => {
    request.query = withStorableTexts(request.query);
    request.params = withStorableTexts(request.params);
  });
}

/** Reads a body of JSON where it arrives. What it answers throws a RequestProblem, or Fastify's own error. */
export function jsonReader(app: FastifyInstance): (request: FastifyRequest, body: Buffer) => unknown {
  const parse = app.getDefaultJsonParser('error', 'error');
  return (request, body) => {
    expectUtf8(request.headers['content-type']);
    let [failure, value]: [Error | null, unknown] = [null, undefined];
    // It calls back before it returns, and catches what is thrown in there.
    void parse(request, textOf(body), (error, read) => ([failure, value] = [error, read]));
    if (failure) throw failure;
    return withStorableTexts(value);
  };
}

/** RFC 9110, 15.5.16. What has no body has nothing that could be encoded. */
function isEncoded({ headers }: FastifyRequest): boolean {
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return hasBody && codings.some((coding) => coding !== '' && coding !== 'identity');
}

function expectUtf8(contentType = ''): void {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1].toLowerCase() ?? 'utf-8';
  if (JSON_CHARSETS.includes(charset)) return;
  throw new RequestProblem('media-type-unsupported', 'Send JSON as UTF-8; no other charset is taken.');
}

function textOf(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new RequestProblem('request-invalid', 'The body is not valid UTF-8.');
  }
}

function withStorableTexts<Value>(value: Value, depth = 0): Value {
  if (typeof value === 'string') return storable(value) as Value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) {
    throw new RequestProblem('request-invalid', `The body goes deeper than ${DEEPEST} lists and objects.`);
  }
  const holder = value as Record<string, unknown>;
  for (const [name, one] of Object.entries(holder)) holder[name] = withStorableTexts(one, depth + 1);
  return value;
}
