import { Compile } from 'typebox/compile';
import { type FingerprintQuery, FingerprintQuerySchema } from '../api/fingerprints.ts';
import type { CheckInput } from '../api/check-query.ts';
import { readFingerprints, type SentFingerprints } from '../check/receive/fingerprints.ts';
import { storable } from '../db/text.ts';
import { type ProblemError, RequestProblem } from './problem.ts';
import { describeSchemaErrors, pointerTo } from './validation.ts';

/** What was posted to a check by somebody who keeps the picture. */
export interface FingerprintsBody {
  sent: SentFingerprints;
  options: CheckInput;
}

/** The same, or why it is refused: as it crosses from a thread. */
export type ReadFingerprintsBody =
  ({ ok: true } & FingerprintsBody) | { ok: false; message: string; errors: readonly ProblemError[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const check = Compile(FingerprintQuerySchema);

/** Reads the fingerprints of a picture, down to each number of each vector. Takes as long as the body is long. */
export function readFingerprintsBody(bytes: Uint8Array): ReadFingerprintsBody {
  try {
    const { fingerprints, datasets, limit } = checkedQuery(parsedJson(bytes));
    const read = readFingerprints(fingerprints);
    if ('fault' in read) throw faultProblem(['fingerprints', ...read.fault.place], read.fault.why);
    const names = datasets?.map(storable);
    return {
      ok: true,
      sent: read.read,
      options: { ...(names && { datasets: names }), ...(limit !== undefined && { limit }) },
    };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { ok: false, message: error.message, errors: error.errors };
  }
}

/** @throws RequestProblem `request-invalid` */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    throw new RequestProblem('request-invalid', 'The body is not valid JSON in UTF-8.');
  }
}

function checkedQuery(body: unknown): FingerprintQuery {
  if (check.Check(body)) return body;
  throw describeSchemaErrors(check.Errors(body), 'body');
}

/** What is wrong at a place of a body. @param why goes on after the place's name */
export function faultProblem(place: readonly string[], why: string): RequestProblem {
  const errors = [{ in: 'body' as const, pointer: pointerTo(place), detail: why }];
  return new RequestProblem('request-invalid', `'${place.join('.')}' in the body ${why}`, { errors });
}
