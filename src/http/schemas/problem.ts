import Type, { type Static } from 'typebox';
import { type Problem, type ProblemCode, PROBLEM_KINDS, PROBLEM_TYPE, problemOf } from '../problem.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

const ProblemErrorSchema = Type.Object(
  {
    in: Type.Enum(['body', 'query', 'path', 'header', 'form'], { description: 'Part of the request.' }),
    pointer: Type.String({
      description: 'Where in it: a JSON Pointer as a fragment, such as #/matches/0/url; # is the whole.',
    }),
    detail: Type.String({ description: 'What is wrong there; never the value that was sent.' }),
  },
  { additionalProperties: false },
);

export const ProblemSchema = named(
  'Problem',
  Type.Object(
    {
      type: Type.String({ description: 'urn:trainspot:problem: and the code.' }),
      title: Type.String({ description: 'The kind of problem, in words.' }),
      status: Type.Integer({ description: 'The HTTP status.' }),
      detail: Type.String({ description: 'What was wrong this time, and what to do.' }),
      instance: Type.Optional(Type.String({ description: 'The request’s number, as in the service’s log.' })),
      code: Type.Unsafe<string>({
        type: 'string',
        enum: Object.keys(PROBLEM_KINDS),
        description: 'A stable word to rely on.',
      }),
      errors: Type.Optional(
        Type.Array(ProblemErrorSchema, {
          description:
            'With request-invalid: what is wrong, place by place, 8 at most. detail says the first.',
        }),
      ),
    },
    {
      additionalProperties: false,
      description: 'What went wrong, after RFC 9457.',
      examples: [
        problemOf(
          'picture-too-large',
          'The picture has more than 67108864 bytes, the most that is taken. Make it smaller and try again.',
          '2c1de9d2-0f5e-4a0c-8f65-6d5b2b7a9f3e',
        ),
        problemOf(
          'request-invalid',
          "'limit' in the body must be <= 100.",
          '7d0f3c1e-5c8b-4f37-9b58-0a6a4c1f2e90',
          [{ in: 'body', pointer: '#/limit', detail: 'must be <= 100' }],
        ),
      ],
    },
  ),
);

true satisfies Same<Static<typeof ProblemSchema>, Problem>;

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
