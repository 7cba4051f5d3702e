import type { FastifyRequest } from 'fastify';
import { BATCH_ITEMS, BATCH_NAME_LENGTH, ZIP_FILES } from '../../core/bounds.ts';
import type { HeldBytes } from '../../core/byte-budget.ts';
import { asOwnMemory } from '../../core/bytes.ts';
import { TrainspotError } from '../../core/errors.ts';
import { storable } from '../../db/text.ts';
import { type BoundedPool, OutOfBounds } from '../../runtime/threads/bounded.ts';
import type { BatchInput } from '../../service/trainspot.ts';
import { collected } from '../collect.ts';
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
} from '../form-parts.ts';
import { OPTION_FIELDS, readOptions } from '../form-options.ts';
import { isZip, type Unzipped, type UnzippedPicture, type UnzipTask } from './unzip.ts';

/** The field of the files, which may be repeated. */
const FILES_FIELD = 'pictures';

const TOO_MANY = {
  files: `The form has more than ${BATCH_ITEMS} files, the most of one batch; send the others in another one, or a ZIP.`,
  parts: BATCH_ITEMS + TEXTS_MAX,
};

const LIMITS = {
  files: BATCH_ITEMS,
  fields: TEXTS_MAX,
  fieldSize: TEXT_MAX_BYTES,
  fieldNameSize: 100,
  parts: TOO_MANY.parts,
};

/** What a form may bring. */
export interface FormBounds {
  /** Of one picture: a larger one is an item with its error. */
  pictureMaxBytes: number;
  /** Of all files together, and unpacked. */
  batchMaxBytes: number;
}

type Items = BatchInput['items'];

/**
 * Reads a form of many files into memory alone: pictures, and ZIPs of them, which are unpacked in a thread.
 * @param held told of every chunk before it is kept, and of what a ZIP unpacks to
 * @throws TrainspotError `batch-too-large`, `picture-missing`, `overloaded`; RequestProblem that names the field
 */
export async function readBatchForm(
  request: FastifyRequest,
  { pictureMaxBytes, batchMaxBytes }: FormBounds,
  pool: BoundedPool<UnzipTask, Unzipped>,
  held: HeldBytes,
): Promise<Omit<BatchInput, 'client'>> {
  try {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > batchMaxBytes + FORM_OVERHEAD_BYTES + BATCH_ITEMS * BATCH_NAME_LENGTH) {
      throw tooLarge(batchMaxBytes);
    }
    const texts: Record<(typeof OPTION_FIELDS)[number], string[]> = { datasets: [], limit: [] };
    const items: Items = [];
    let [room, passedOver]: [number, number | null] = [batchMaxBytes, null];
    const limits = { ...LIMITS, fileSize: batchMaxBytes + 1 };
    for await (const part of request.parts({ limits, isPartAFile: filesIn(FILES_FIELD) })) {
      expectName(part.fieldname);
      if (part.type !== 'file') {
        const field = textField(part.fieldname, OPTION_FIELDS, FILES_FIELD);
        texts[field].push(textOf(part.fieldname, part.value, part.valueTruncated));
        continue;
      }
      expectFileField(part.fieldname, FILES_FIELD);
      // Nobody says how large each is: memory is set aside as it comes.
      const bounds = { expected: 0, most: room, tooLarge: () => tooLarge(batchMaxBytes) };
      const bytes = await collected(part.file as AsyncIterable<Buffer>, bounds, held);
      room -= bytes.length;
      const name = nameOf(part.filename ?? `${items.length + 1}`);
      if (isZip(bytes)) {
        const mostPictures = BATCH_ITEMS - items.length;
        const zipped = { mostPictures, mostFiles: ZIP_FILES, pictureMaxBytes, maxBytes: batchMaxBytes };
        const unzipped = await unzipHere(pool, name, { bytes: asOwnMemory(bytes), ...zipped });
        for (const picture of unzipped.pictures) {
          if ('bytes' in picture) held.add(picture.bytes.length);
          items.push(itemOf(picture));
        }
        passedOver = (passedOver ?? 0) + unzipped.passedOver;
      } else items.push({ name, of: pictureOf(bytes, pictureMaxBytes) });
      if (items.length > BATCH_ITEMS) throw tooMany();
    }
    if (items.length === 0) throw nothingIn(passedOver);
    return { items, passedOver, options: readOptions(texts) };
  } catch (error) {
    drain(request);
    throw formProblem(error, TOO_MANY);
  }
}

async function unzipHere(
  pool: BoundedPool<UnzipTask, Unzipped>,
  name: string,
  task: UnzipTask,
): Promise<Extract<Unzipped, { ok: true }>> {
  const unzipped = await pool.run(task, [task.bytes.buffer]).catch((error: unknown) => {
    if (!(error instanceof OutOfBounds)) throw error;
    return { ok: false as const, isTooLarge: false, why: error.message };
  });
  if (unzipped.ok) return unzipped;
  const code = unzipped.isTooLarge ? 'batch-too-large' : 'batch-invalid';
  throw new TrainspotError(code, `The ZIP '${name}' cannot be taken. ${unzipped.why}`);
}

function itemOf(picture: UnzippedPicture): Items[number] {
  const name = nameOf(picture.name);
  if ('bytes' in picture) return { name, of: { picture: picture.bytes } };
  return { name, of: { error: new TrainspotError('picture-unreadable', picture.why) } };
}

function pictureOf(bytes: Uint8Array, maxBytes: number): Items[number]['of'] {
  if (bytes.length === 0) {
    return { error: new TrainspotError('picture-empty', 'The file is empty (0 bytes); choose it again.') };
  }
  if (bytes.length <= maxBytes) return { picture: bytes };
  const most = `${maxBytes}, the most that is taken (UPLOAD_MAX_BYTES)`;
  return {
    error: new TrainspotError('picture-too-large', `The picture has ${bytes.length} bytes; ${most}.`),
  };
}

/** The end of a long one tells more than its beginning. */
function nameOf(name: string): string {
  return storable(name).slice(-BATCH_NAME_LENGTH);
}

function nothingIn(passedOver: number | null): TrainspotError {
  const why =
    passedOver === null
      ? `The form has no file in the field '${FILES_FIELD}'.`
      : `The ZIP holds no picture; ${passedOver} other files were passed over.`;
  return new TrainspotError('picture-missing', why);
}

function tooMany(): TrainspotError {
  return new TrainspotError(
    'batch-too-large',
    `There are more than ${BATCH_ITEMS} pictures, the most of one batch.`,
  );
}

function tooLarge(maxBytes: number): TrainspotError {
  return new TrainspotError(
    'batch-too-large',
    `The batch has more than ${maxBytes} bytes, the most that is taken at once (BATCH_MAX_BYTES). Send it in several.`,
  );
}
