import { Compile } from 'typebox/compile';
import { RequestProblem } from './problem.ts';
import { type CheckInput, CheckInputSchema } from '../api/check-query.ts';
import { describeSchemaErrors } from './validation.ts';

/** The text fields of a check's form. */
export const OPTION_FIELDS = ['datasets', 'limit'] as const;

const optionsCheck = Compile(CheckInputSchema);

/**
 * What a form asks for beside the picture.
 * @throws RequestProblem `form-invalid` or `request-invalid` that names the field
 */
export function readOptions({
  datasets,
  limit,
}: Record<(typeof OPTION_FIELDS)[number], string[]>): CheckInput {
  if (limit.length > 1) {
    throw new RequestProblem('form-invalid', `The field 'limit' came ${limit.length} times; once is enough.`);
  }
  const names = datasets.flatMap((text) => text.split(',')).map((name) => name.trim());
  const named = names.filter((name) => name !== '');
  const options = {
    ...(named.length > 0 ? { datasets: named } : {}),
    ...(limit.length > 0 && limit[0] !== '' ? { limit: numberOf(limit[0]) } : {}),
  };
  if (!optionsCheck.Check(options)) throw describeSchemaErrors(optionsCheck.Errors(options), 'form');
  return options;
}

/** What is no plain number stays text, for the schema to refuse. */
function numberOf(text: string): unknown {
  return /^-?\d{1,9}$/.test(text) ? Number(text) : text;
}
