import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { HeldBytes } from '../core/byte-budget.ts';
import { TrainspotError } from '../core/errors.ts';
import { collected } from './collect.ts';
import {
  drain,
  expectFileField,
  expectName,
  filesIn,
  FORM_OVERHEAD_BYTES,
  formProblem,
  TEXT_MAX_BYTES,
  textField,
  textOf,
  TEXTS_MAX,
} from './form-parts.ts';

export interface Form<Field extends string> {
  /** In memory of its own. */
  picture: Uint8Array;
  /** Every text that came in each field, in order. */
  texts: Record<Field, string[]>;
}

const PICTURE_FIELD = 'picture';

const TOO_MANY = {
  files: 'The form has more than one file; send one picture at a time.',
  parts: TEXTS_MAX + 1,
};

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
      parts: TOO_MANY.parts,
    };
    for await (const part of request.parts({ limits, isPartAFile: filesIn(PICTURE_FIELD) })) {
      expectName(part.fieldname);
      if (part.type === 'file') picture = await readPicture(part, most, maxBytes, held);
      else
        texts[textField(part.fieldname, fields, PICTURE_FIELD)].push(
          textOf(part.fieldname, part.value, part.valueTruncated),
        );
    }
    if (picture === null) {
      throw new TrainspotError('picture-missing', `The form has no file in the field '${PICTURE_FIELD}'.`);
    }
    return { picture, texts };
  } catch (error) {
    drain(request);
    throw formProblem(error, TOO_MANY);
  }
}

/** @param most bytes that can come of it */
async function readPicture(
  part: MultipartFile,
  most: number,
  maxBytes: number,
  held: HeldBytes,
): Promise<Uint8Array> {
  expectFileField(part.fieldname, PICTURE_FIELD);
  const bounds = { expected: most, most: maxBytes, tooLarge: () => tooLarge(maxBytes) };
  const picture = await collected(part.file as AsyncIterable<Buffer>, bounds, held);
  if (picture.length === 0) {
    throw new TrainspotError('picture-empty', 'The file is empty (0 bytes); choose the picture again.');
  }
  return picture;
}

function tooLarge(maxBytes: number): TrainspotError {
  return new TrainspotError(
    'picture-too-large',
    `The picture has more than ${maxBytes} bytes, the most that is taken. Make it smaller and try again.`,
  );
}
