import Type, { type Static, type TSchema } from 'typebox';

/** The schema's values, or null. For schemas of one plain type. */
export function nullable<Schema extends TSchema & { type: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, 'null'] });
}
