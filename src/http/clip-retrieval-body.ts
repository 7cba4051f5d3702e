import { Compile, type Validator } from 'typebox/compile';
import {
  KnnQuerySchema,
  type KnnQuery,
  type MetadataQuery,
  MetadataQuerySchema,
} from '../api/clip-retrieval.ts';
import { asOwnMemory } from '../core/bytes.ts';
import { storable } from '../db/text.ts';
import { type ProblemError, RequestProblem } from './problem.ts';
import { describeSchemaErrors } from './validation.ts';

const SCHEMAS = { knn: KnnQuerySchema, metadata: MetadataQuerySchema } as const;
const checks = new Map<BodyKind, Validator>();

export type BodyKind = keyof typeof SCHEMAS;

interface Queries {
  knn: Omit<KnnQuery, 'image'>;
  metadata: MetadataQuery;
}

/** What was posted, of all that came only what is known. */
export interface ClipRetrievalBody<Kind extends BodyKind> {
  query: Queries[Kind];
  /** The file that stood in `image`, in memory of its own; null where none did, or a text goes before it. */
  picture: Uint8Array<ArrayBuffer> | null;
}

/** The same, or why it is refused: as it crosses from a thread. */
export type ReadBody<Kind extends BodyKind> =
  ({ ok: true } & ClipRetrievalBody<Kind>) | { ok: false; message: string; errors: readonly ProblemError[] };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Reads a body as clip-retrieval's clients post it, whatever they call its type. Takes as long as the body is long. */
export function readClipRetrievalBody<Kind extends BodyKind>(kind: Kind, bytes: Uint8Array): ReadBody<Kind> {
  try {
    const { image, ...query } = checkedQuery(kind, parsed(bytes));
    const hasText = typeof query.text === 'string' && query.text.trim() !== '';
    // Taken apart only where it is what is looked for.
    const picture = hasText || typeof image !== 'string' || image === '' ? null : pictureIn(image);
    return { ok: true, query: query as unknown as Queries[Kind], picture };
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return { ok: false, message: error.message, errors: error.errors };
  }
}

function parsed(bytes: Uint8Array): unknown {
  if (bytes.length === 0) throw invalid('The body is empty; it should be JSON.');
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw invalid('The body is not valid UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch {
    // NaN too, which Python writes and no JSON has.
    throw invalid('The body is not valid JSON.');
  }
}

/** Of the body what its schema knows. */
function checkedQuery(kind: BodyKind, body: unknown): Record<string, unknown> {
  const schema = SCHEMAS[kind];
  const check = checks.get(kind) ?? Compile(schema);
  checks.set(kind, check);
  if (!check.Check(body)) throw describeSchemaErrors(check.Errors(body), 'body');
  const given = body as Record<string, unknown>;
  const names = Object.keys(schema.properties).filter((name) => Object.hasOwn(given, name));
  return Object.fromEntries(
    names.map((name) => {
      const value = given[name];
      return [name, typeof value === 'string' && name !== 'image' ? storable(value) : value];
    }),
  );
}

function pictureIn(image: string): Uint8Array<ArrayBuffer> {
  if (/^\s*data:/i.test(image)) {
    throw invalid(`'image' begins with 'data:'; send what comes after the comma, the base64 alone.`);
  }
  const letters = image.replaceAll(/\s+/g, '');
  if (!BASE64.test(letters)) throw invalid(`'image' is no base64.`);
  return asOwnMemory(Buffer.from(letters, 'base64'));
}

function invalid(message: string): RequestProblem {
  return new RequestProblem('request-invalid', message);
}
