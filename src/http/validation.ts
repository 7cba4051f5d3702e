import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { TSchema } from 'typebox';
import { type ProblemError, RequestProblem } from './problem.ts';

/** Checks by TypeBox, which neither converts a body's values nor drops what it does not know. */
export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  // A form is not parsed yet when Fastify validates: form.ts checks it as it arrives.
  if ((route as { contentType?: string }).contentType === 'multipart/form-data') return () => true;
  return TypeBoxValidatorCompiler(route);
};

/** One error of a validator: where, by what rule of the schema, what rule, why. */
export type SchemaError = Pick<
  FastifySchemaValidationError,
  'keyword' | 'instancePath' | 'schemaPath' | 'params' | 'message'
>;

/** As many as TypeBox looks for. */
const MAX_ERRORS = 8;
/** Of a name that the client made up. */
const LONGEST_NAME = 60;

const PLACES: Readonly<Record<string, ProblemError['in']>> = {
  querystring: 'query',
  params: 'path',
  headers: 'header',
  form: 'form',
};

/**
 * Everything that is wrong, each with its place, never with its value; the first in words.
 * @param where body, querystring, params, headers or form
 */
export function describeSchemaErrors(errors: readonly SchemaError[], where: string): RequestProblem {
  const place = PLACES[where] ?? 'body';
  const faults = faultsIn(errors);
  const unknown = faults.filter(({ isUnknown }) => isUnknown);
  const names = unknown.slice(0, 5).map(({ segments }) => `'${segments.at(-1)}'`);
  return new RequestProblem(
    'request-invalid',
    names.length > 0
      ? `Nothing named ${names.join(', ')} is taken in the ${place}.`
      : wordsFor(faults, place),
    {
      errors: faults.slice(0, MAX_ERRORS).map(({ segments, why }) => ({
        in: place,
        pointer: pointerTo(segments),
        detail: why,
      })),
    },
  );
}

interface Fault {
  segments: readonly string[];
  why: string;
  isMissing?: true;
  isUnknown?: true;
}

function faultsIn(errors: readonly SchemaError[]): Fault[] {
  // The branches of a choice are told with the choice, which comes after them.
  const told = errors.filter(({ schemaPath }) => !schemaPath.includes('/anyOf/'));
  return told.flatMap((error) => faultsOf(error, errors));
}

function faultsOf(error: SchemaError, errors: readonly SchemaError[]): Fault[] {
  const { keyword, instancePath, schemaPath, params, message = 'is not allowed' } = error;
  const segments = instancePath.split('/').slice(1).map(nameIn);
  switch (keyword) {
    // What no schema knows is told name by name, as the schema `false` that each of them meets.
    case 'additionalProperties':
      return [];
    case 'boolean':
      return [{ segments, why: 'is not taken', isUnknown: true }];
    case 'required':
      return (params.requiredProperties as string[]).map((name) => ({
        segments: [...segments, name],
        why: 'is missing',
        isMissing: true,
      }));
    case 'enum':
      return [{ segments, why: `must be one of ${(params.allowedValues as unknown[]).join(', ')}` }];
    case 'const':
      return [{ segments, why: `must be ${String(params.allowedValue)}` }];
    case 'anyOf': {
      const branches = errors.filter(
        (one) => one.schemaPath.startsWith(`${schemaPath}/anyOf/`) && one.instancePath === instancePath,
      );
      const whys = new Set(branches.flatMap((branch) => faultsOf(branch, [])).map(({ why }) => why));
      return [{ segments, why: [...whys].join(', or ') || message }];
    }
    default:
      return [{ segments, why: message }];
  }
}

function wordsFor([first, ...more]: readonly Fault[], place: string): string {
  if (first === undefined) return `The ${place} is not as it should be.`;
  const { segments, why, isMissing } = first;
  if (isMissing) {
    const missing = [
      first,
      ...more.filter((one) => one.isMissing && one.segments.length === segments.length),
    ];
    return `'${missing.map((one) => one.segments.at(-1)).join("', '")}' is missing in the ${place}.`;
  }
  return `${segments.length === 0 ? `The ${place}` : `'${segments.join('.')}' in the ${place}`} ${why}.`;
}

/** RFC 6901, 4: a segment of a pointer as a name; cut where a client made it long, and whole letters only. */
function nameIn(segment: string): string {
  const name = segment.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, LONGEST_NAME);
  return Buffer.from(name).toString();
}

/** RFC 6901, 6. */
export function pointerTo(segments: readonly string[]): string {
  const escaped = segments.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'));
  return ['#', ...escaped.map(encodeURIComponent)].join('/');
}
