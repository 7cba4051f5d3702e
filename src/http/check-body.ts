import type { FastifyInstance, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { type CheckInput, CheckQuerySchema } from '../api/check-query.ts';
import type { SentFingerprints } from '../check/receive/fingerprints.ts';
import { asOwnMemory } from '../core/bytes.ts';
import { OutOfBounds, startBoundedPool } from '../runtime/threads/bounded.ts';
import type { FingerprintsBody, ReadFingerprintsBody } from './fingerprints-body.ts';
import { RequestProblem } from './problem.ts';
import { jsonReader } from './text-door.ts';
import { compileValidator } from './validation.ts';

/** Of JSON without fingerprints; an address has 4,096 characters at most. */
const JSON_MAX_BYTES = 64 * 1024;

/** What a body that says so has somewhere. */
const MARK = '"fingerprints"';

/** Fingerprints that were read, and need no check by a schema any more. */
export class SentQuestion implements FingerprintsBody {
  readonly sent: SentFingerprints;
  readonly options: CheckInput;

  constructor({ sent, options }: FingerprintsBody) {
    this.sent = sent;
    this.options = options;
  }
}

/** Lets the routes of `scope` take an address, or fingerprints as a `SentQuestion`: these are read in a thread, within bounds. */
export function addCheckBodies(scope: FastifyInstance): void {
  const pool = startBoundedPool<Uint8Array, ReadFingerprintsBody>(
    new URL('./fingerprints-worker', import.meta.url),
  );
  scope.addHook('onClose', () => pool.close());
  const readJson = jsonReader(scope);

  async function readFingerprints(body: Buffer): Promise<SentQuestion> {
    const own = asOwnMemory(body);
    let read: ReadFingerprintsBody;
    try {
      read = await pool.run(own, [own.buffer]);
    } catch (error) {
      if (!(error instanceof OutOfBounds)) throw error;
      throw new RequestProblem('request-invalid', `The body could not be read: ${error.message}`);
    }
    if (read.ok) return new SentQuestion(read);
    throw new RequestProblem('request-invalid', read.message, { errors: read.errors });
  }

  async function read(request: FastifyRequest, body: Buffer): Promise<unknown> {
    if (body.includes(MARK)) return readFingerprints(body);
    if (body.length > JSON_MAX_BYTES) {
      throw new RequestProblem(
        'body-too-large',
        `The body is larger than an address may be: ${JSON_MAX_BYTES} bytes at most.`,
      );
    }
    return readJson(request, body);
  }

  scope.removeContentTypeParser('application/json');
  scope.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, read);
}

/** Checks addresses alone by their schema. */
export const compileCheckValidator: FastifySchemaCompiler<TSchema> = (route) => {
  const isJson = (route as { contentType?: string }).contentType === 'application/json';
  if (route.httpPart !== 'body' || !isJson) return compileValidator(route);
  const check = compileValidator({ ...route, schema: CheckQuerySchema });
  return (body) => (body instanceof SentQuestion ? { value: body } : check(body));
};
