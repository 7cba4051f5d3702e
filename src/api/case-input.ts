import Type, { type Static } from 'typebox';
import { RequestStateSchema } from './case-request.ts';
import {
  NoticeFieldsSchema,
  NoticeLanguageSchema,
  NoticeMatchSchema,
  RecipientInputSchema,
} from './notice.ts';
import { readonlyList } from './schema.ts';

const note = Type.Optional(Type.String({ maxLength: 4000 }));
const checkId = Type.Optional(
  Type.String({ minLength: 1, maxLength: 100, description: 'The id of the check that found the matches.' }),
);
const numbers = readonlyList(Type.Integer({ minimum: 1, maximum: 25 }), {
  maxItems: 25,
  description: 'Numbers of the matches; all when left out.',
});

export const CaseInputSchema = Type.Object(
  {
    title: Type.Optional(Type.String({ maxLength: 200 })),
    note,
    matches: Type.Optional(readonlyList(NoticeMatchSchema, { maxItems: 25 })),
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
export type CaseInput = Static<typeof CaseInputSchema>;

export const CaseChangeSchema = Type.Object(
  { title: Type.Optional(Type.String({ maxLength: 200 })), note },
  { additionalProperties: false, minProperties: 1 },
);
export type CaseChange = Static<typeof CaseChangeSchema>;

export const MatchesInputSchema = Type.Object(
  { matches: readonlyList(NoticeMatchSchema, { minItems: 1, maxItems: 25 }), checkId },
  { additionalProperties: false },
);

export const RequestInputSchema = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 100, description: 'An id of GET /v1/notices.' }),
    language: Type.Optional(NoticeLanguageSchema),
    matches: Type.Optional(numbers),
    channel: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description:
          'The id of a channel of the matches (POST /v1/routes): whoever stands behind it is the recipient.',
      }),
    ),
    recipient: Type.Optional(RecipientInputSchema),
    fields: Type.Optional(NoticeFieldsSchema),
    note,
  },
  { additionalProperties: false, examples: [{ kind: 'gdpr-erasure', language: 'de' }] },
);
export type RequestInput = Static<typeof RequestInputSchema>;

export const RequestChangeSchema = Type.Object(
  {
    state: Type.Optional(RequestStateSchema),
    on: Type.Optional(
      Type.String({ maxLength: 10, description: 'The day of it, YYYY-MM-DD; today when left out.' }),
    ),
    extended: Type.Optional(
      Type.Literal(true, { description: 'Whoever answers said that more time is needed.' }),
    ),
    language: Type.Optional(NoticeLanguageSchema),
    matches: Type.Optional(numbers),
    recipient: Type.Optional(RecipientInputSchema),
    fields: Type.Optional(NoticeFieldsSchema),
    note,
  },
  {
    additionalProperties: false,
    minProperties: 1,
    examples: [{ state: 'sent', on: '2026-11-24' }],
  },
);
/** What changes of a request; its words only while it is a draft. */
export type RequestChange = Static<typeof RequestChangeSchema>;

export const RecheckInputSchema = Type.Object(
  { matches: Type.Optional(numbers) },
  { additionalProperties: false },
);

export const EvidenceInputSchema = Type.Object(
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
