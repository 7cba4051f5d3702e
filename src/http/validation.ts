import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { RequestProblem } from './problem.ts';

/** Checks by TypeBox, which neither converts a body's values nor drops what it does not know. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  // A form is not parsed yet when Fastify validates: form.ts checks it as it arrives.
  if ((route as { contentType?: string }).contentType === 'multipart/form-data') return () => true;
  return TypeBoxValidatorCompiler(route);
};

/** One error of a validator: where, what rule, why. */
export type SchemaError = Pick<
  FastifySchemaValidationError,
  'keyword' | 'instancePath' | 'params' | 'message'
>;

/**
 * The first thing that is wrong, with the name of its field and never its value.
 * @param where body, querystring, params or headers
 */
export function describeSchemaErrors(errors: readonly SchemaError[], where: string): RequestProblem {
  const unknown = errors.find(({ keyword }) => keyword === 'additionalProperties') ?? null;
  const [error] = unknown ? [unknown] : errors;
  const place = where === 'querystring' ? 'query' : where;
  const field = error.instancePath.slice(1).replaceAll('/', '.');
  if (unknown) {
    const names = unknown.params.additionalProperties as string[];
    const shown = names.slice(0, 5).map((name) => `'${name.slice(0, 60)}'`);
    return new RequestProblem(
      'request-invalid',
      `Nothing named ${shown.join(', ')} is taken in the ${place}.`,
    );
  }
  if (error.keyword === 'required') {
    const missing = (error.params.requiredProperties as string[]).join("', '");
    return new RequestProblem('request-invalid', `'${missing}' is missing in the ${place}.`);
  }
  const subject = field === '' ? `The ${place}` : `'${field}' in the ${place}`;
  return new RequestProblem('request-invalid', `${subject} ${error.message}.`);
}
