import { reference } from '../../api/schema.ts';
import { PROBLEM_KINDS, PROBLEM_TYPE, type ProblemCode, ProblemSchema } from '../problem.ts';

/** The descriptions of these problems, by status, for a route's `response`. */
export function problemResponses(codes: readonly ProblemCode[]) {
  const statuses = [...new Set(codes.map((code) => PROBLEM_KINDS[code].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const description = codes.filter((code) => PROBLEM_KINDS[code].status === status).join(', ');
      return [status, { description, content: { [PROBLEM_TYPE]: { schema: reference(ProblemSchema) } } }];
    }),
  );
}
