import Type, { type Static, type TSchema } from 'typebox';

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
