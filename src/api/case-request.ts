import Type, { type Static } from 'typebox';
import { MissingFieldSchema, NoticeFieldsSchema, NoticeLanguageSchema, RecipientSchema } from './notice.ts';
import { named, textOrNull, wordOf } from './schema.ts';

export const REQUEST_STATES = ['drafted', 'sent', 'acknowledged', 'refused', 'removed', 'no-answer'] as const;

export const RequestStateSchema = wordOf(
  REQUEST_STATES,
  'How far a request has come; the last three end it.',
);
export type RequestState = Static<typeof RequestStateSchema>;

const RedressSchema = Type.Object(
  {
    sentence: Type.String(),
    until: textOrNull('The last day for it, YYYY-MM-DD; null where no law sets one.'),
    law: textOrNull('The law that sets the day.'),
  },
  { additionalProperties: false, description: 'What is open after a refusal or silence, without a letter.' },
);
export type Redress = Static<typeof RedressSchema>;

const day = (description: string) => Type.Optional(Type.String({ description }));

const kept = {
  n: Type.Integer({ description: 'Its number in the case, from 1.' }),
  kind: Type.String(),
  language: NoticeLanguageSchema,
  // Numbers of the matches that it is about.
  matches: Type.Array(Type.Integer()),
  recipient: Type.Union([RecipientSchema, Type.Null()]),
  fields: NoticeFieldsSchema,
  state: RequestStateSchema,
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
  extendedOn: textOrNull('The day on which more time was asked for.'),
  note: Type.String(),
  updatedAt: Type.String({ description: 'ISO 8601 in UTC.' }),
};

export const CaseRequestSchema = named(
  'CaseRequest',
  Type.Object(
    {
      ...kept,
      title: Type.String(),
      subject: Type.String(),
      missing: Type.Array(MissingFieldSchema),
      warnings: Type.Array(Type.String()),
      due: textOrNull('The last day for an answer, or a reminder where no law names one, YYYY-MM-DD.'),
      dueLaw: textOrNull('The law that names the day; null where it is our reminder.'),
      nextStates: Type.Array(RequestStateSchema),
      redress: Type.Union([RedressSchema, Type.Null()]),
    },
    { additionalProperties: false, description: 'A request of a case, with what follows from it.' },
  ),
);
export type CaseRequest = Static<typeof CaseRequestSchema>;
/** A request as it is kept. */
export type StoredRequest = Pick<CaseRequest, keyof typeof kept>;
