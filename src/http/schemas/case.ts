import Type, { type Static } from 'typebox';
import {
  CASE_EVENT_KINDS,
  type CaseEvent,
  type CaseEventKind,
  type CaseRequest,
  type CaseSummary,
  type CaseView,
  type OpenedCase,
  REQUEST_STATES,
  type RequestState,
} from '../../core/case.ts';
import { GRADES, type Grade } from '../../core/evidence.ts';
import { BeginningSchema, RecipientSchema, RedressSchema } from './case-parts.ts';
import { nullable } from './nullable.ts';
import {
  FieldsSchema,
  LanguageSchema,
  MissingFieldSchema,
  NoticeMatchSchema,
  RecipientWishSchema,
} from './notice.ts';
import { RecheckSchema } from './recheck.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

const StateSchema = Type.Unsafe<RequestState>({ type: 'string', enum: [...REQUEST_STATES] });
const text = (description: string) => nullable(Type.String({ description }));
const note = Type.Optional(Type.String({ maxLength: 4000 }));
const checkId = Type.Optional(
  Type.String({ minLength: 1, maxLength: 100, description: 'The id of the check that found the matches.' }),
);
const numbers = Type.Array(Type.Integer({ minimum: 1, maximum: 25 }), {
  maxItems: 25,
  description: 'Numbers of the matches; all when left out.',
});

export const CaseWishSchema = Type.Object(
  {
    title: Type.Optional(Type.String({ maxLength: 200 })),
    note,
    matches: Type.Optional(Type.Array(NoticeMatchSchema, { maxItems: 25 })),
    checkId,
    channel: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'The id of the channel of the matches that the case is opened for.',
      }),
    ),
    letter: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'The kind of notice it is opened for; the first of that channel when left out.',
      }),
    ),
  },
  { additionalProperties: false, examples: [{ title: 'The lighthouse poster' }] },
);

export const CaseChangeSchema = Type.Object(
  { title: Type.Optional(Type.String({ maxLength: 200 })), note },
  { additionalProperties: false, minProperties: 1 },
);

export const MoreMatchesSchema = Type.Object(
  { matches: Type.Array(NoticeMatchSchema, { minItems: 1, maxItems: 25 }), checkId },
  { additionalProperties: false },
);

export const RequestWishSchema = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 100, description: 'An id of GET /v1/notices.' }),
    language: Type.Optional(LanguageSchema),
    matches: Type.Optional(numbers),
    channel: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'The id of a channel of the matches (POST /v1/routes): whoever stands behind it is the recipient.',
      }),
    ),
    recipient: Type.Optional(RecipientWishSchema),
    fields: Type.Optional(FieldsSchema),
    note,
  },
  { additionalProperties: false, examples: [{ kind: 'gdpr-erasure', language: 'de' }] },
);

export const RequestChangeSchema = Type.Object(
  {
    state: Type.Optional(StateSchema),
    on: Type.Optional(
      Type.String({ maxLength: 10, description: 'The day of it, YYYY-MM-DD; today when left out.' }),
    ),
    extended: Type.Optional(
      Type.Literal(true, { description: 'Whoever answers said that more time is needed.' }),
    ),
    language: Type.Optional(LanguageSchema),
    matches: Type.Optional(numbers),
    recipient: Type.Optional(RecipientWishSchema),
    fields: Type.Optional(FieldsSchema),
    note,
  },
  {
    additionalProperties: false,
    minProperties: 1,
    examples: [{ state: 'sent', on: '2026-11-24' }],
  },
);

export const RecheckWishSchema = Type.Object(
  { matches: Type.Optional(numbers) },
  { additionalProperties: false },
);

export const EvidenceWishSchema = Type.Object(
  {
    checkId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: 'A check of the last hour; the one that found the row added last when left out.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const CaseOfPathSchema = Type.Object({
  case: Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'The case’s id, or mine for the one that the token opens.',
  }),
});

export const RequestOfPathSchema = Type.Object({
  case: CaseOfPathSchema.properties.case,
  n: Type.Number({ multipleOf: 1, minimum: 1, maximum: 1_000 }),
});

const CaseMatchSchema = Type.Object(
  {
    n: Type.Integer({ description: 'Its number in the case, from 1.' }),
    dataset: Type.String(),
    release: Type.String(),
    rowId: Type.String(),
    file: text('The list’s file, where the row id is a place in it.'),
    url: Type.String(),
    grade: Type.Unsafe<Grade | null>({ type: ['string', 'null'], enum: [...GRADES, null] }),
    pdqDistance: nullable(Type.Integer()),
    similarity: nullable(Type.Number()),
    foundOn: text('YYYY-MM-DD.'),
    checkId: text('The check that found it, where that was said.'),
    sha256: text('Of the picture that the row recorded.'),
    md5: text('Of the picture that the row recorded.'),
    pdq: text('Of the picture that the row recorded.'),
    pdqQuality: nullable(Type.Integer({ description: '0–100.' })),
    latest: Type.Union([reference(RecheckSchema), Type.Null()]),
  },
  { additionalProperties: false },
);

const day = (description: string) => Type.Optional(Type.String({ description }));

export const CaseRequestSchema = named(
  'CaseRequest',
  Type.Object(
    {
      n: Type.Integer({ description: 'Its number in the case, from 1.' }),
      kind: Type.String(),
      language: LanguageSchema,
      matches: Type.Array(Type.Integer()),
      recipient: Type.Union([RecipientSchema, Type.Null()]),
      fields: FieldsSchema,
      state: StateSchema,
      dates: Type.Object(
        {
          drafted: day('YYYY-MM-DD, as all of these.'),
          sent: day('On which it was sent; for a letter, on which it arrived.'),
          acknowledged: day('On which it was confirmed.'),
          refused: day('On which it was refused.'),
          removed: day('On which it was fulfilled.'),
          'no-answer': day('On which it was marked as not answered.'),
        },
        { additionalProperties: false },
      ),
      extendedOn: text('The day on which more time was asked for.'),
      note: Type.String(),
      updatedAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      title: Type.String(),
      subject: Type.String(),
      missing: Type.Array(MissingFieldSchema),
      warnings: Type.Array(Type.String()),
      due: text('The last day for an answer, or a reminder where no law names one, YYYY-MM-DD.'),
      dueLaw: text('The law that names the day; null where it is our reminder.'),
      nextStates: Type.Array(StateSchema),
      redress: Type.Union([RedressSchema, Type.Null()]),
    },
    { additionalProperties: false, description: 'A request of a case, with what follows from it.' },
  ),
);

export const CaseSchema = named(
  'Case',
  Type.Object(
    {
      id: Type.String(),
      title: Type.String(),
      note: Type.String(),
      createdAt: Type.String({ description: 'ISO 8601 in UTC.' }),
      matches: Type.Array(CaseMatchSchema),
      requests: Type.Array(reference(CaseRequestSchema)),
      begun: Type.Union([BeginningSchema, Type.Null()]),
      next: Type.Object(
        {
          step: Type.Enum([
            'draft',
            'complete',
            'send',
            'decide',
            'complain',
            'redress',
            'recheck',
            'wait',
            'done',
          ]),
          request: nullable(Type.Integer()),
          due: text('YYYY-MM-DD.'),
          sentence: Type.String(),
        },
        { additionalProperties: false, description: 'The one thing to do next.' },
      ),
      calendar: text('Path of the calendar, by a token that reads nothing else; null where an API key asks.'),
    },
    { additionalProperties: false, description: 'What an artist follows up.' },
  ),
);

export const OpenedCaseSchema = named(
  'OpenedCase',
  Type.Object(
    {
      case: reference(CaseSchema),
      token: Type.String({ description: 'Opens the case. It is shown this once and kept as a hash alone.' }),
      link: Type.String({ description: 'The page of the case; what stands after # no browser sends.' }),
    },
    { additionalProperties: false, description: 'A case that was opened just now, with its token.' },
  ),
);

export const CaseListSchema = Type.Object(
  {
    cases: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          title: Type.String(),
          createdAt: Type.String(),
          requests: Type.Integer({ description: 'How many it has.' }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export const CaseEventsSchema = Type.Object(
  {
    events: Type.Array(
      Type.Object(
        {
          n: Type.Integer(),
          at: Type.String({ description: 'ISO 8601 in UTC.' }),
          kind: Type.Unsafe<CaseEventKind>({ type: 'string', enum: [...CASE_EVENT_KINDS] }),
          detail: Type.Record(Type.String(), Type.Unknown()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export const DeletedCaseSchema = Type.Object(
  { deleted: Type.String({ description: 'The id of the case that is gone.' }) },
  { additionalProperties: false },
);

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof CaseRequestSchema>, Pick<CaseRequest, keyof CaseRequest>>;
true satisfies Same<Static<typeof CaseSchema>, CaseView>;
true satisfies Same<Static<typeof OpenedCaseSchema>, OpenedCase>;
true satisfies Same<Static<typeof CaseListSchema>, { cases: CaseSummary[] }>;
true satisfies Same<Static<typeof CaseEventsSchema>, { events: CaseEvent[] }>;
