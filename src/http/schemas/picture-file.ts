import Type from 'typebox';

/**
 * A file in a form, for the API's description alone. It says so twice: OpenAPI 3.1 reads `contentMediaType`, and who
 * makes clients from a description still looks for the `format` of 3.0.
 */
export function pictureFile(description: string) {
  return Type.Unsafe<unknown>({
    type: 'string',
    format: 'binary',
    contentMediaType: 'application/octet-stream',
    description,
  });
}
