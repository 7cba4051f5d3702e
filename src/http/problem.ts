import Type, { type Static } from 'typebox';
import { named } from '../api/schema.ts';
import type { ErrorCode } from '../core/errors.ts';
import { problemTypeOf, UNREADABLE } from '../core/unreadable.ts';

/** What goes wrong before the work begins: the request itself. */
export type RequestCode =
  | 'request-invalid'
  | 'form-invalid'
  | 'body-too-large'
  | 'media-type-unsupported'
  | 'cross-site'
  | 'admin-off'
  | 'admin-key-wrong'
  | 'case-key-missing'
  | 'batch-key-missing'
  | 'not-found'
  | 'method-not-allowed'
  | 'rate-limited'
  | 'request-timeout'
  | 'headers-too-large'
  | 'client-gone'
  | 'internal';

export type ProblemCode = ErrorCode | RequestCode;

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
/** One thing that is wrong in a request, after the example of RFC 9457. */
export type ProblemError = Static<typeof ProblemErrorSchema>;

/** A request that is refused. The message is shown to the client as it stands. */
export class RequestProblem extends Error {
  readonly code: RequestCode;
  /** Everything that is wrong, where that is known place by place. */
  readonly errors: readonly ProblemError[];

  constructor(
    code: RequestCode,
    message: string,
    { errors = [], ...options }: ErrorOptions & { errors?: readonly ProblemError[] } = {},
  ) {
    super(message, options);
    this.name = 'RequestProblem';
    this.code = code;
    this.errors = errors;
  }
}

interface ProblemKind {
  status: number;
  title: string;
  /** When trying again may help. */
  retryAfterSeconds?: number;
}

/**
 * The status and title of every code. What the client can mend is 4xx, also where another site did not give
 * its picture: that is no fault of this service, and asking again unchanged does not help.
 */
export const PROBLEM_KINDS: Readonly<Record<ProblemCode, ProblemKind>> = {
  'request-invalid': { status: 400, title: 'The request is not understood' },
  'form-invalid': { status: 400, title: 'The form is not understood' },
  'picture-missing': { status: 400, title: 'There is no picture' },
  'picture-empty': { status: 400, title: 'The picture is empty' },
  'address-invalid': { status: 400, title: 'The address is not understood' },
  'dataset-unknown': { status: 400, title: 'The dataset is not known here' },
  'answers-invalid': { status: 400, title: 'The answers are not understood' },
  'lookup-invalid': { status: 400, title: 'The lookup is not understood' },
  'search-invalid': { status: 400, title: 'The search is not understood' },
  'comparisons-invalid': { status: 400, title: 'The comparisons are not understood' },
  'suppression-invalid': { status: 400, title: 'The suppression is not understood' },
  'notice-invalid': { status: 400, title: 'The notice is not understood' },
  'case-invalid': { status: 400, title: 'The case is not understood' },
  'batch-invalid': { status: 400, title: 'The batch is not understood' },
  'batch-key-missing': { status: 401, title: 'The batch’s secret is missing' },
  'case-key-missing': { status: 401, title: 'The case’s token is missing' },
  'api-key-invalid': { status: 401, title: 'The API key is not known here' },
  'admin-key-wrong': { status: 401, title: 'The key is missing or wrong' },
  'admin-off': { status: 403, title: 'The service takes no such requests' },
  'address-refused': { status: 403, title: 'The address is not opened' },
  'opted-out': { status: 403, title: 'The site does not allow it' },
  'cross-site': { status: 403, title: 'Another site may not ask' },
  'check-unknown': { status: 404, title: 'The check is not known here' },
  'batch-unknown': { status: 404, title: 'The batch is not known here' },
  'match-unknown': { status: 404, title: 'The check has no such row' },
  'suppression-unknown': { status: 404, title: 'The suppression is not known here' },
  'case-unknown': { status: 404, title: 'The case is not known here' },
  'request-unknown': { status: 404, title: 'The case has no such request' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive' },
  'request-state': { status: 409, title: 'The request is not at that point' },
  'batch-late': { status: 408, title: 'The batch took too long' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  'batch-too-large': { status: 413, title: 'The batch is too large' },
  'picture-too-large': { status: 413, title: 'The picture file is too large' },
  'download-too-large': { status: 413, title: 'The picture file is too large' },
  'media-type-unsupported': { status: 415, title: 'The content type is not taken' },
  'picture-format-unsupported': { status: 415, title: 'The picture format is not taken' },
  'words-not-searchable': { status: 422, title: 'Nothing here is searched by words' },
  'notice-unprintable': { status: 422, title: 'The PDF has no letters for it' },
  'picture-too-many-pixels': { status: 422, title: 'The picture has too many pixels' },
  ...UNREADABLE,
  'download-failed': { status: 422, title: 'The picture could not be downloaded' },
  'download-timeout': { status: 422, title: 'The picture took too long to download' },
  'batches-under-way': { status: 429, title: 'Too many batches', retryAfterSeconds: 60 },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The headers are too large' },
  'client-gone': { status: 499, title: 'The client went away' },
  internal: { status: 500, title: 'Something went wrong here' },
  usage: { status: 500, title: 'The service is set up wrongly' },
  'config-invalid': { status: 500, title: 'The service is set up wrongly' },
  'manifest-unreadable': { status: 500, title: 'A manifest cannot be read' },
  'manifest-format-unknown': { status: 500, title: 'A manifest cannot be read' },
  'manifest-columns-missing': { status: 500, title: 'A manifest cannot be read' },
  'embeddings-unreadable': { status: 500, title: 'Published embeddings cannot be read' },
  'embeddings-mismatch': { status: 500, title: 'Published embeddings cannot be read' },
  'model-unknown': { status: 500, title: 'A model is missing' },
  'model-not-pulled': { status: 500, title: 'A model is missing' },
  'model-file-mismatch': { status: 500, title: 'A model is damaged' },
  'model-mismatch': { status: 500, title: 'An index belongs to another model' },
  'vector-invalid': { status: 500, title: 'The picture has no fingerprint' },
  'signature-invalid': { status: 500, title: 'A row’s keypoints are damaged' },
  'engine-unavailable': { status: 500, title: 'An index engine does not run here' },
  'segment-corrupt': { status: 500, title: 'An index is damaged' },
  'segment-write-failed': { status: 500, title: 'An index cannot be written' },
  'segments-changed': { status: 500, title: 'An index was changed by another ingest meanwhile' },
  'knowledge-invalid': { status: 500, title: 'The bundled facts are damaged' },
  'index-not-open': { status: 503, title: 'No index is open', retryAfterSeconds: 10 },
  'data-folder-in-use': { status: 503, title: 'The data folder is in use', retryAfterSeconds: 30 },
  'database-unavailable': { status: 503, title: 'The database is not reachable', retryAfterSeconds: 10 },
  overloaded: { status: 503, title: 'The service is busy', retryAfterSeconds: 5 },
};

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
    },
  ),
);
/** An error as RFC 9457 writes it. */
export type Problem = Static<typeof ProblemSchema>;

export const PROBLEM_TYPE = 'application/problem+json';

/**
 * @param requestId a UUID that the log lines of the request carry too
 * @param errors left out of the problem where there are none
 */
export function problemOf(
  code: ProblemCode,
  detail: string,
  requestId: string,
  errors: readonly ProblemError[] = [],
): Problem {
  const { status, title } = PROBLEM_KINDS[code];
  return {
    type: problemTypeOf(code),
    title,
    status,
    detail,
    instance: `urn:uuid:${requestId}`,
    code,
    ...(errors.length === 0 ? {} : { errors: [...errors] }),
  };
}
