import type { FastifyError, FastifyRequest } from 'fastify';
import { TrainspotError } from '../core/errors.ts';
import { storable } from '../db/text.ts';
import { RequestProblem } from './problem.ts';

/** A field may be repeated; beyond this a form is not one of ours. */
export const TEXTS_MAX = 20;
export const TEXT_MAX_BYTES = 4096;
/** Boundaries, part headers and text fields around the files. */
export const FORM_OVERHEAD_BYTES = 128 * 1024;

/**
 * The picture in `fileField` needs no file name (RFC 7578, 4.2: it should have one), only a type that is no text's; all else
 * is a file where it has one.
 */
export function filesIn(fileField: string) {
  return (field: string | undefined, type: string | undefined, fileName: string | undefined): boolean =>
    fileName !== undefined || (field === fileField && type?.startsWith('text/') === false);
}

/** @throws RequestProblem `form-invalid` where a file came in another field */
export function expectFileField(name: string, fileField: string): void {
  if (name === fileField) return;
  throw new RequestProblem(
    'form-invalid',
    `The file came in the field '${quoted(name)}'; it is expected in '${fileField}'.`,
  );
}

/** The parser gives none where the part has none. @throws RequestProblem `form-invalid` */
export function expectName(name: string | undefined): void {
  if (name !== undefined) return;
  throw new RequestProblem(
    'form-invalid',
    'A part of the form has no name; every part needs one (RFC 7578, 4.2).',
  );
}

/** @throws RequestProblem `form-invalid` where no such text is taken */
export function textField<Field extends string>(
  name: string,
  fields: readonly Field[],
  fileField: string,
): Field {
  const field = fields.find((known) => known === name);
  if (field) return field;
  const reason =
    name === fileField
      ? `The field '${fileField}' holds text; it should hold a file.`
      : `No field '${quoted(name)}' is taken; there are '${[fileField, ...fields.slice(0, -1)].join("', '")}' and '${fields.at(-1)}'.`;
  throw new RequestProblem('form-invalid', reason);
}

/** @param value what a field of JSON says, or the text of any other @throws RequestProblem `form-invalid` */
export function textOf(name: string, value: unknown, truncated: boolean): string {
  if (['string', 'number', 'boolean'].includes(typeof value) && !truncated) return storable(String(value));
  throw new RequestProblem(
    'form-invalid',
    `The field '${name}' is no text of ${TEXT_MAX_BYTES} bytes at most.`,
  );
}

/** Lets the rest of a refused form flow away, so that the client gets to read why. */
export function drain(request: FastifyRequest): void {
  request.raw.unpipe();
  request.raw.resume();
}

/** What reading a form failed with, for whoever sent it. @param files what is told of too many @param parts that are taken */
export function formProblem(error: unknown, { files, parts }: { files: string; parts: number }): unknown {
  if (error instanceof TrainspotError || error instanceof RequestProblem || !(error instanceof Error))
    return error;
  const { code } = error as FastifyError;
  if (code === 'FST_FILES_LIMIT') {
    return new RequestProblem('form-invalid', files);
  }
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT') {
    return new RequestProblem('form-invalid', `The form has more than ${parts} parts.`);
  }
  if (code === 'FST_INVALID_JSON_FIELD_ERROR') {
    const most = `JSON of ${TEXT_MAX_BYTES} bytes at most`;
    return new RequestProblem('form-invalid', `A field of the type application/json is no ${most}.`);
  }
  // The parser's own: a missing boundary, a part cut short, a forbidden name. Anything else is a bug of ours.
  const parsers = code?.startsWith('FST_') || Object.getPrototypeOf(error) === Error.prototype;
  if (!parsers) return error;
  return new RequestProblem('form-invalid', 'The form is malformed or was cut short.', { cause: error });
}

function quoted(name: string): string {
  return name.slice(0, 60);
}
