import Type, { type Static, type TSchema } from 'typebox';

/** A schema that the API's description shows once, under this name. The app knows it by `addSchema`. */
export function named<Schema extends TSchema>($id: string, schema: Schema): Schema & { $id: string } {
  return { ...schema, $id };
}

/** A pointer to a named schema. */
export function reference<Schema extends TSchema & { $id: string }>(schema: Schema) {
  return Type.Unsafe<Static<Schema>>({ $ref: `${schema.$id}#` });
}
