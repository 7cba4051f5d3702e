import type { MultipartFile } from '@fastify/multipart';
import type { FastifyError, FastifyRequest } from 'fastify';
import type { HeldBytes } from '../core/byte-budget.ts';
import { collectChunks } from '../core/bytes.ts';
import { TrainspotError } from '../core/errors.ts';
import { storable } from '../db/text.ts';
import { RequestProblem } from './problem.ts';

export interface Form<Field extends string> {
  /** In memory of its own. */
  picture: Uint8Array;
  /** Every text that came in each field, in order. */
  texts: Record<Field, string[]>;
}

const PICTURE_FIELD = 'picture';

/** A field may be repeated; beyond this a form is not one of ours. */
const TEXTS_MAX = 20;
const TEXT_MAX_BYTES = 4096;
/** Boundaries, part headers and text fields around the picture. */
const FORM_OVERHEAD_BYTES = 128 * 1024;

/**
 * Reads a form with one picture as it arrives, into memory alone.
 * @param fields the text fields that it may have
 * @param maxBytes of the picture; reading stops there
 * @param held told of every chunk before it is kept
 * @throws TrainspotError `picture-missing`, `picture-empty`, `picture-too-large`, `overloaded`
 * @throws RequestProblem `form-invalid` or `request-invalid` that names the field
 */
export async function readForm<Field extends string>(
  request: FastifyRequest,
  fields: readonly Field[],
  maxBytes: number,
  held: HeldBytes,
): Promise<Form<Field>> {
  try {
    const announced = Number(request.headers['content-length'] ?? maxBytes);
    if (announced > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes);
    const most = Math.min(announced, maxBytes);
    let picture: Uint8Array | null = null;
    const texts = Object.fromEntries(fields.map((name) => [name, [] as string[]])) as Record<Field, string[]>;
    const limits = {
      files: 1,
      fileSize: maxBytes + 1,
      fields: TEXTS_MAX,
      fieldSize: TEXT_MAX_BYTES,
      fieldNameSize: 100,
      parts: TEXTS_MAX + 1,
    };
    for await (const part of request.parts({ limits, isPartAFile })) {
      expectName(part.fieldname);
      if (part.type === 'file') picture = await readPicture(part, most, maxBytes, held);
      else
        texts[textField(part.fieldname, fields)].push(
          textOf(part.fieldname, part.value, part.valueTruncated),
        );
    }
    if (picture === null) {
      throw new TrainspotError('picture-missing', `The form has no file in the field '${PICTURE_FIELD}'.`);
    }
    return { picture, texts };
  } catch (error) {
    drain(request);
    throw formProblem(error);
  }
}

/** @param most bytes that can come of it */
async function readPicture(
  part: MultipartFile,
  most: number,
  maxBytes: number,
  held: HeldBytes,
): Promise<Uint8Array> {
  if (part.fieldname !== PICTURE_FIELD) {
    throw new RequestProblem(
      'form-invalid',
      `The file came in the field '${quoted(part.fieldname)}'; it is expected in '${PICTURE_FIELD}'.`,
    );
  }
  const collector = collectChunks(most);
  let length = 0;
  for await (const chunk of part.file as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    held.add(chunk.length);
    collector.add(chunk);
  }
  if (length === 0) {
    throw new TrainspotError('picture-empty', 'The file is empty (0 bytes); choose the picture again.');
  }
  return collector.whole();
}

/**
 * The picture needs no file name (RFC 7578, 4.2: it should have one), only a type that is no text's; all else is a file
 * where it has one.
 */
function isPartAFile(
  field: string | undefined,
  type: string | undefined,
  fileName: string | undefined,
): boolean {
  return fileName !== undefined || (field === PICTURE_FIELD && type?.startsWith('text/') === false);
}

/** The parser gives none where the part has none. */
function expectName(name: string | undefined): void {
  if (name !== undefined) return;
  throw new RequestProblem(
    'form-invalid',
    'A part of the form has no name; every part needs one (RFC 7578, 4.2).',
  );
}

function textField<Field extends string>(name: string, fields: readonly Field[]): Field {
  const field = fields.find((known) => known === name);
  if (field) return field;
  const reason =
    name === PICTURE_FIELD
      ? `The field '${PICTURE_FIELD}' holds text; it should hold a file.`
      : `No field '${quoted(name)}' is taken; there are '${[PICTURE_FIELD, ...fields.slice(0, -1)].join("', '")}' and '${fields.at(-1)}'.`;
  throw new RequestProblem('form-invalid', reason);
}

/** @param value what a field of JSON says, or the text of any other */
function textOf(name: string, value: unknown, truncated: boolean): string {
  if (['string', 'number', 'boolean'].includes(typeof value) && !truncated) return storable(String(value));
  throw new RequestProblem(
    'form-invalid',
    `The field '${name}' is no text of ${TEXT_MAX_BYTES} bytes at most.`,
  );
}

/** Lets the rest of a refused form flow away, so that the client gets to read why. */
function drain(request: FastifyRequest): void {
  request.raw.unpipe();
  request.raw.resume();
}

function tooLarge(maxBytes: number): TrainspotError {
  return new TrainspotError(
    'picture-too-large',
    `The picture has more than ${maxBytes} bytes, the most that is taken. Make it smaller and try again.`,
  );
}

function formProblem(error: unknown): unknown {
  if (error instanceof TrainspotError || error instanceof RequestProblem || !(error instanceof Error))
    return error;
  const { code } = error as FastifyError;
  if (code === 'FST_FILES_LIMIT') {
    return new RequestProblem('form-invalid', 'The form has more than one file; send one picture at a time.');
  }
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT') {
    return new RequestProblem('form-invalid', `The form has more than ${TEXTS_MAX + 1} parts.`);
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
