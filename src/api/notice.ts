import Type, { type Static } from 'typebox';
import { GRADES } from '../core/evidence.ts';
import { SourceStatusSchema } from './channel.ts';
import { named, nullable, readonlyList, reference, textOrNull, wordOf, wordOrNull } from './schema.ts';

/** The languages that notices are worded in. */
export const NOTICE_LANGUAGES = ['en', 'de', 'fr', 'es'] as const;

export const NoticeLanguageSchema = wordOf(NOTICE_LANGUAGES, 'Of the letter.');
export type NoticeLanguage = Static<typeof NoticeLanguageSchema>;

const text = (maxLength: number, description: string) => Type.String({ maxLength, description });

export const NoticeMatchSchema = Type.Object(
  {
    dataset: Type.String({ minLength: 1, maxLength: 300 }),
    release: Type.String({ minLength: 1, maxLength: 300 }),
    rowId: Type.String({ minLength: 1, maxLength: 300, description: 'The sample id.' }),
    url: Type.String({ minLength: 1, maxLength: 4096 }),
    file: Type.Optional(nullable(text(300, 'The list’s file, where the row id is a place in it.'))),
    sha256: Type.Optional(nullable(text(100, 'Of the file that the row recorded.'))),
    md5: Type.Optional(nullable(text(100, 'Of the file that the row recorded.'))),
    grade: Type.Optional(wordOrNull(GRADES, 'As a check graded it.')),
    pdqDistance: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 256 }))),
    similarity: Type.Optional(nullable(Type.Number({ minimum: -1, maximum: 1 }))),
    foundOn: Type.Optional(nullable(text(10, 'The day on which it was found, YYYY-MM-DD.'))),
  },
  { description: 'A row: a match of a check as it came, or what is known of the row.' },
);
/** A row as a client names it; a match of a check may be sent whole, what is not asked for is not read. */
export type NoticeMatch = Static<typeof NoticeMatchSchema>;

export const RecipientSchema = Type.Object(
  {
    name: textOrNull('Who gets it.'),
    email: textOrNull('Their e-mail.'),
    address: textOrNull('Their postal address.'),
    link: textOrNull('A form or page of theirs, where it is handed in.'),
    lookUpAt: textOrNull('Where they are to be looked up, as long as that has not been done.'),
  },
  { additionalProperties: false },
);
/** Whom a notice goes to, as far as that is known; a directory is never written to. */
export type Recipient = Static<typeof RecipientSchema>;

export const RecipientInputSchema = Type.Object(
  {
    name: Type.Optional(text(300, 'Who gets the letter.')),
    email: Type.Optional(text(300, 'Their e-mail address.')),
    address: Type.Optional(text(4000, 'Their postal address.')),
    link: Type.Optional(text(4096, 'A form or page of theirs, where it is handed in.')),
    lookUpAt: Type.Optional(
      text(
        4096,
        'A directory in which they are to be looked up; a directory’s page as link is taken for this.',
      ),
    ),
  },
  { additionalProperties: false },
);
export type RecipientInput = Static<typeof RecipientInputSchema>;

export const NoticeFieldsSchema = Type.Unsafe<Readonly<Record<string, string | boolean>>>({
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string', maxLength: 10_000 }, { type: 'boolean' }] },
  description:
    'What the artist says, by the names of the kind’s questions: texts, and true for a statement they make.',
});
/** What the artist says: a text, or for a statement whether they make it. Never filled in for them. */
export type NoticeFields = Static<typeof NoticeFieldsSchema>;

export const NoticeInputSchema = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 100, description: 'An id of GET /v1/notices.' }),
    language: Type.Optional(NoticeLanguageSchema),
    match: Type.Optional(NoticeMatchSchema),
    matches: Type.Optional(
      readonlyList(NoticeMatchSchema, { maxItems: 25, description: 'In place of match, for several rows.' }),
    ),
    recipient: Type.Optional(RecipientInputSchema),
    fields: Type.Optional(NoticeFieldsSchema),
    date: Type.Optional(text(10, 'The day that stands on it, YYYY-MM-DD; today when left out.')),
  },
  {
    additionalProperties: false,
    examples: [
      {
        kind: 'gdpr-erasure',
        language: 'de',
        match: {
          dataset: 'example-set',
          release: '1.0',
          rowId: '1828',
          url: 'https://pictures.example/poster.jpg',
        },
        fields: { name: 'Jane Doe', email: 'jane@studio.example', ground: 'objection', concernsMe: true },
      },
    ],
  },
);
/** A notice as it is asked for. */
export type NoticeInput = Static<typeof NoticeInputSchema>;

export const MissingFieldSchema = Type.Object(
  {
    field: Type.String({ description: 'The name of a question, or rows, or recipient.' }),
    ask: Type.String({ description: 'What to ask the artist.' }),
  },
  { additionalProperties: false },
);
/** Something that a notice cannot go without. */
export type MissingField = Static<typeof MissingFieldSchema>;

export const NoticeSchema = named(
  'Notice',
  Type.Object(
    {
      kind: Type.String(),
      language: NoticeLanguageSchema,
      subject: Type.String(),
      // Lines ended by LF; it begins by saying so where it is a draft.
      text: Type.String({ description: 'The letter as plain text.' }),
      mailto: Type.String({ description: 'Opens an e-mail with the subject, and the text where it fits.' }),
      textInMailto: Type.Boolean({ description: 'False where the text is to be copied into the e-mail.' }),
      missing: Type.Array(MissingFieldSchema, {
        description: 'What keeps it a draft; none when it may be sent. Nothing is made up.',
      }),
      warnings: Type.Array(Type.String()),
    },
    {
      additionalProperties: false,
      description: 'A notice for the artist to send. Nothing is ever sent for them.',
      examples: [
        {
          kind: 'dataset-request',
          language: 'en',
          subject: 'Request to remove entries from a dataset: example-set, sample id 1828',
          text: 'DRAFT, not ready to be sent. Still missing: name.\n\n…',
          mailto: 'mailto:?subject=Request%20to%20remove%20entries%20from%20a%20dataset',
          textInMailto: false,
          missing: [{ field: 'name', ask: 'Your full name' }],
          warnings: [],
        },
      ],
    },
  ),
);
export type Notice = Static<typeof NoticeSchema>;

const AnswerTimeSchema = Type.Object(
  {
    months: nullable(Type.Integer({ description: 'By law; null where no law names a time.' })),
    extendedMonths: nullable(Type.Integer({ description: 'In all, where more time is asked for.' })),
    reminderDays: nullable(Type.Integer({ description: 'Our reminder, where no law names a time.' })),
    law: nullable(Type.String()),
  },
  { additionalProperties: false },
);
/** By when a notice is to be answered. */
export type AnswerTime = Static<typeof AnswerTimeSchema>;

const NoticeQuestionSchema = Type.Object(
  {
    name: Type.String(),
    type: Type.Enum(['line', 'text', 'email', 'date', 'choice', 'statement'], {
      description: 'choice: one of options; statement: true where the artist states it.',
    }),
    ask: Type.String(),
    required: Type.Unsafe<boolean | 'sometimes'>({
      anyOf: [
        { type: 'boolean' },
        { type: 'string', enum: ['sometimes'], description: 'After some answers to the other questions.' },
      ],
      description: 'Whether it must be answered.',
    }),
    options: Type.Array(
      Type.Object({ value: Type.String(), words: Type.String() }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type NoticeQuestion = Static<typeof NoticeQuestionSchema>;
/** How the artist is asked for a field. */
export type FieldType = NoticeQuestion['type'];

export const NoticeKindInfoSchema = named(
  'NoticeKind',
  Type.Object(
    {
      id: Type.String(),
      title: Type.String(),
      law: Type.String(),
      whoMayUse: Type.String(),
      canAchieve: Type.String({ description: 'What it can achieve, and what it cannot.' }),
      answer: AnswerTimeSchema,
      needsRows: Type.Boolean(),
      questions: Type.Array(NoticeQuestionSchema),
      source: Type.String(),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: SourceStatusSchema,
    },
    { additionalProperties: false, description: 'A kind of notice, with what it asks.' },
  ),
);
export type NoticeKindInfo = Static<typeof NoticeKindInfoSchema>;

export const NoticeKindsSchema = Type.Object(
  { kinds: Type.Array(reference(NoticeKindInfoSchema)) },
  { additionalProperties: false },
);
