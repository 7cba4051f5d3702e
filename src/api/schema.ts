import Type, { type Static, type TSchema } from 'typebox';

/** A schema that the API's description shows once, under this name. The app knows it by `addSchema`. */
export function named<Schema extends TSchema>($id: string, schema: Schema): Schema & { $id: string } {
  return { ...schema, $id };
}

/** A pointer to a named schema. */
export function reference<Schema extends TSchema & { $id: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` });
}

/** The schema's values, or null. For schemas of one plain type. */
export function nullable<Schema extends TSchema & { type: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema> | null>({ ...schema, type: [schema.type, 'null'] });
}

/** A text, or null. */
export function textOrNull(description: string) {
  return nullable(Type.String({ description }));
}

/** A list that whoever gets it leaves as it is. */
export function readonlyList<Schema extends TSchema>(
  items: Schema,
  options: { minItems?: number; maxItems?: number; description?: string } = {},
) {
  return Type.Unsafe<readonly Static<Schema>[]>(Type.Array(items, options));
}

/** One of the words. */
export function wordOf<const Words extends readonly string[]>(words: Words, description: string) {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...words], description });
}

/** One of the words, or null. */
export function wordOrNull<const Words extends readonly string[]>(words: Words, description: string) {
  return Type.Unsafe<Words[number] | null>({ type: ['string', 'null'], enum: [...words, null], description });
}

/**
 * Values of the schema by any name. TypeBox's own record says so by patterns, which those who make clients from the
 * description do not read.
 */
export function mapOf<Schema extends TSchema>(schema: Schema, description?: string) {
  return Type.Unsafe<Record<string, Static<Schema>>>({
    type: 'object',
    additionalProperties: schema,
    ...(description === undefined ? {} : { description }),
  });
}
