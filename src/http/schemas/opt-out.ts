import Type, { type Static } from 'typebox';
import type {
  CrawlerReading,
  Fetched,
  KeptOut,
  OptOutAudit,
  OptOutFile,
  ReservationReading,
  ReservationState,
} from '../../core/opt-out.ts';
import { statusSchema } from './channel.ts';
import { nullable } from './nullable.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

export const AuditQuestionSchema = Type.Object(
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

export const ReservationReadingSchema = named(
  'ReservationReading',
  Type.Object(
    {
      mechanism: Type.String({ description: 'A stable word, such as robots-txt or data-mining.' }),
      title: Type.String(),
      state: Type.Unsafe<ReservationState>({
        type: 'string',
        enum: ['reserves', 'allows', 'silent', 'unknown', 'not-looked-for'],
        description:
          'reserves: asks to be left out of training. unknown: it could not be read. not-looked-for: there was ' +
          'nothing of that kind to look into.',
      }),
      sentence: Type.String(),
      said: Type.Array(Type.String(), { description: 'The words themselves.' }),
    },
    { ...strict, description: 'What one way of saying no says.' },
  ),
);

export const CrawlerReadingSchema = named(
  'CrawlerReading',
  Type.Object(
    {
      token: Type.String({ description: 'What a robots.txt names it by.' }),
      owner: Type.String(),
      purpose: Type.Unsafe<CrawlerReading['purpose']>({
        type: 'string',
        enum: ['training', 'dataset', 'search', 'on-request', 'control'],
        description:
          'training: gathers what models learn from; dataset: gathers what others train on; search: finds pages for ' +
          'answers; on-request: opens a page that somebody asks for; control: fetches nothing, its name alone says no.',
      }),
      mayFetch: nullable(Type.Boolean({ description: 'By what the site says; null where nobody knows.' })),
      isNamed: Type.Boolean({ description: 'Whether the site addresses it by name.' }),
      sentence: Type.String(),
      source: Type.String(),
      checkedOn: Type.String({ description: 'YYYY-MM-DD.' }),
      status: statusSchema,
    },
    { ...strict, description: 'What one crawler may do.' },
  ),
);

export const FetchedSchema = named(
  'Fetched',
  Type.Object(
    {
      url: Type.String(),
      answeredBy: nullable(Type.String({ description: 'Where the redirects ended.' })),
      httpStatus: nullable(Type.Integer()),
      fetchedAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      failure: nullable(Type.String({ description: 'Why it could not be read.' })),
    },
    { ...strict, description: 'Something that was fetched, or was not.' },
  ),
);

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

export const FilesQuestionSchema = Type.Object(
  {
    keepOut: Type.Optional(
      Type.Unsafe<KeptOut>({
        type: 'string',
        enum: ['training', 'all'],
        description:
          'training: crawlers that collect for models. all: those of AI search and assistants too.',
      }),
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

export const OptOutFileSchema = named(
  'OptOutFile',
  Type.Object(
    { name: Type.String(), where: Type.String({ description: 'Where it goes.' }), text: Type.String() },
    { ...strict, description: 'A file or some lines to publish.' },
  ),
);

export const OptOutFilesSchema = named(
  'OptOutFiles',
  Type.Object({ files: Type.Array(reference(OptOutFileSchema)) }, { ...strict, description: 'All of them.' }),
);

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof ReservationReadingSchema>, ReservationReading>;
true satisfies Same<Static<typeof CrawlerReadingSchema>, CrawlerReading>;
true satisfies Same<Static<typeof FetchedSchema>, Fetched>;
true satisfies Same<Static<typeof OptOutAuditSchema>, OptOutAudit>;
true satisfies Same<Static<typeof OptOutFileSchema>, OptOutFile>;
