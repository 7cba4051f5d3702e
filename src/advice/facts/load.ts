import type { Static, TSchema } from 'typebox';
import Value from 'typebox/value';
import { TrainspotError } from '../../core/errors.ts';

/**
 * Reads the entries of one knowledge file: each is checked against `schema`, and frozen through and through,
 * because everybody shares them.
 * @param file name of the JSON file, for messages
 * @param data the parsed file: an array of entries, each told by its `id` or `name`
 * @throws TrainspotError `knowledge-invalid` that names the file, the entry and the field
 */
export function loadEntries<Schema extends TSchema>(
  file: string,
  schema: Schema,
  data: unknown,
): readonly Static<Schema>[] {
  if (!Array.isArray(data)) throw invalid(file, 'the file', null, 'must be a list of entries');
  return data.map((entry: unknown, place) => {
    const [error] = Value.Errors(schema, entry);
    if (error) throw invalid(file, labelOf(entry, place), fieldOf(error), reasonOf(error));
    return deepFreeze(entry as Static<Schema>);
  });
}

/**
 * The entries by their key.
 * @throws TrainspotError `knowledge-invalid` when two entries share one
 */
export function indexEntries<Entry>(
  file: string,
  field: string,
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string,
): ReadonlyMap<string, Entry> {
  const index = new Map<string, Entry>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (index.has(key)) throw invalid(file, `'${key}'`, field, 'is used by two entries');
    index.set(key, entry);
  }
  return index;
}

/** The error for an entry whose values pass the schema and still contradict each other or another file. */
export function invalid(file: string, entry: string, field: string | null, problem: string): TrainspotError {
  const place = field === null ? entry : `${entry}, field '${field}'`;
  return new TrainspotError('knowledge-invalid', `${file}: ${place}: ${problem}. Correct the file.`);
}

function labelOf(entry: unknown, place: number): string {
  const { id, name } = (entry ?? {}) as { id?: unknown; name?: unknown };
  const label = id ?? name;
  return typeof label === 'string' && label !== '' ? `'${label}'` : `entry ${place + 1}`;
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
  params: object;
}

function fieldOf({ instancePath, params }: SchemaError): string | null {
  const missing = 'requiredProperties' in params ? (params.requiredProperties as string[])[0] : null;
  const path = instancePath
    .slice(1)
    .split('/')
    .concat(missing ?? []);
  return path.filter((part) => part !== '').join('.') || null;
}

function reasonOf({ keyword, message }: SchemaError): string {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'boolean') return 'is not a known field';
  return message;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
