import Type, { type Static } from 'typebox';
import { SourceStatusSchema } from './channel.ts';
import { named, nullable, reference, textOrNull, wordOf } from './schema.ts';

export const OptOutSchema = Type.Object(
  {
    signal: Type.Enum(['noai', 'noimageai', 'tdm-reservation', 'robots'], {
      description: 'The word by which the server says no.',
    }),
    where: Type.Enum(['X-Robots-Tag', 'TDM-Reservation', '/.well-known/tdmrep.json', '/robots.txt'], {
      description: 'The header or the file in which it stands.',
    }),
  },
  { additionalProperties: false },
);
/** A wish that a picture be left alone, and where it stands. */
export type OptOut = Static<typeof OptOutSchema>;

export const AuditQuerySchema = Type.Object(
  {
    url: Type.String({
      minLength: 1,
      maxLength: 4096,
      description: 'A public web address of a page or picture, or a domain alone.',
    }),
  },
  { additionalProperties: false, examples: [{ url: 'https://studio.example/poster.jpg' }] },
);

const strict = { additionalProperties: false } as const;

export const RefusedProblemSchema = named(
  'RefusedProblem',
  Type.Object(
    {
      type: Type.String({
        description: 'urn:trainspot:problem: and a stable word, such as content-unreadable.',
      }),
      title: Type.String({ description: 'The kind of problem, in words.' }),
      status: Type.Integer({ description: '422: what was served cannot be read.' }),
      detail: Type.String({ description: 'What of it is beyond which bound, or damaged.' }),
    },
    {
      ...strict,
      description:
        'Why something was refused for what was served there, after RFC 9457. Hosts that do not answer, or not in ' +
        'time, are no such problem.',
    },
  ),
);
export type RefusedProblem = Static<typeof RefusedProblemSchema>;

export const ReservationReadingSchema = named(
  'ReservationReading',
  Type.Object(
    {
      mechanism: Type.String({ description: 'A stable word, such as robots-txt or data-mining.' }),
      title: Type.String(),
      state: wordOf(
        // allows: says that it may be used; silent: says nothing either way.
        ['reserves', 'allows', 'silent', 'unknown', 'not-looked-for'],
        'reserves: asks to be left out of training. unknown: it could not be read. not-looked-for: there was ' +
          'nothing of that kind to look into.',
      ),
      sentence: Type.String(),
      said: Type.Array(Type.String(), { description: 'The words themselves.' }),
      problem: Type.Optional(reference(RefusedProblemSchema)),
    },
    { ...strict, description: 'What one way of saying no says.' },
  ),
);
export type ReservationReading = Static<typeof ReservationReadingSchema>;
export type ReservationState = ReservationReading['state'];

export const CrawlerReadingSchema = named(
  'CrawlerReading',
  Type.Object(
    {
      token: Type.String({ description: 'What a robots.txt names it by.' }),
      owner: Type.String(),
      purpose: wordOf(
        ['training', 'dataset', 'search', 'on-request', 'control'],
        'training: gathers what models learn from; dataset: gathers what others train on; search: finds pages for ' +
          'answers; on-request: opens a page that somebody asks for; control: fetches nothing, its name alone says no.',
      ),
      mayFetch: nullable(Type.Boolean({ description: 'By what the site says; null where nobody knows.' })),
      // Else the rules for everybody hold.
      isNamed: Type.Boolean({ description: 'Whether the site addresses it by name.' }),
      sentence: Type.String(),
      source: Type.String(),
      checkedOn: Type.String({ description: 'YYYY-MM-DD.' }),
      status: SourceStatusSchema,
    },
    { ...strict, description: 'What one crawler may do.' },
  ),
);
export type CrawlerReading = Static<typeof CrawlerReadingSchema>;

export const FetchedSchema = named(
  'Fetched',
  Type.Object(
    {
      url: Type.String(),
      // Null where nobody answered.
      answeredBy: textOrNull('Where the redirects ended.'),
      httpStatus: nullable(Type.Integer()),
      fetchedAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      // Null where it was read, or is not there.
      failure: textOrNull('Why it could not be read.'),
      problem: Type.Optional(reference(RefusedProblemSchema)),
    },
    { ...strict, description: 'Something that was fetched, or was not.' },
  ),
);
export type Fetched = Static<typeof FetchedSchema>;

export const OptOutAuditSchema = named(
  'OptOutAudit',
  Type.Object(
    {
      url: Type.String({ description: 'The address that was read, redirects followed.' }),
      auditedAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      summary: Type.String(),
      mechanisms: Type.Array(reference(ReservationReadingSchema)),
      crawlers: Type.Array(reference(CrawlerReadingSchema)),
      fetched: Type.Array(reference(FetchedSchema)),
    },
    { ...strict, description: 'What a page or picture and its site say about AI training.' },
  ),
);
export type OptOutAudit = Static<typeof OptOutAuditSchema>;

export const OptOutFilesQuerySchema = Type.Object(
  {
    keepOut: Type.Optional(
      wordOf(
        ['training', 'all'],
        'training: crawlers that collect for models. all: those of AI search and assistants too.',
      ),
    ),
    policyUrl: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2048,
        description: 'Page with your terms, for who wants to ask.',
      }),
    ),
  },
  { additionalProperties: false, examples: [{ keepOut: 'training' }] },
);
/** Which crawlers are to be kept out. */
export type KeptOut = NonNullable<Static<typeof OptOutFilesQuerySchema>['keepOut']>;

export const OptOutFileSchema = named(
  'OptOutFile',
  Type.Object(
    { name: Type.String(), where: Type.String({ description: 'Where it goes.' }), text: Type.String() },
    { ...strict, description: 'A file or some lines to publish.' },
  ),
);
export type OptOutFile = Static<typeof OptOutFileSchema>;

export const OptOutFilesSchema = named(
  'OptOutFiles',
  Type.Object({ files: Type.Array(reference(OptOutFileSchema)) }, { ...strict, description: 'All of them.' }),
);
