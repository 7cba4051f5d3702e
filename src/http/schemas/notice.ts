import Type, { type Static } from 'typebox';
import { GRADES, type Grade } from '../../core/evidence.ts';
import {
  type AnswerTime,
  type MissingField,
  type Notice,
  NOTICE_LANGUAGES,
  type NoticeFields,
  type NoticeKindInfo,
  type NoticeLanguage,
  type NoticeQuestion,
} from '../../core/notice.ts';
import { nullable } from './nullable.ts';
import { named, reference } from './reference.ts';
import type { Same } from './same.ts';

export const LanguageSchema = Type.Unsafe<NoticeLanguage>({
  type: 'string',
  enum: [...NOTICE_LANGUAGES],
  description: 'Of the letter.',
});

const text = (maxLength: number, description: string) => Type.String({ maxLength, description });

/** A row as a client names it; a match of a check may be sent whole, what is not asked for is not read. */
export const NoticeMatchSchema = Type.Object(
  {
    dataset: Type.String({ minLength: 1, maxLength: 300 }),
    release: Type.String({ minLength: 1, maxLength: 300 }),
    rowId: Type.String({ minLength: 1, maxLength: 300, description: 'The sample id.' }),
    url: Type.String({ minLength: 1, maxLength: 4096 }),
    file: Type.Optional(nullable(text(300, 'The list’s file, where the row id is a place in it.'))),
    sha256: Type.Optional(nullable(text(100, 'Of the file that the row recorded.'))),
    md5: Type.Optional(nullable(text(100, 'Of the file that the row recorded.'))),
    grade: Type.Optional(Type.Unsafe<Grade | null>({ type: ['string', 'null'], enum: [...GRADES, null] })),
    pdqDistance: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 256 }))),
    similarity: Type.Optional(nullable(Type.Number({ minimum: -1, maximum: 1 }))),
    foundOn: Type.Optional(nullable(text(10, 'The day on which it was found, YYYY-MM-DD.'))),
  },
  { description: 'A row: a match of a check as it came, or what is known of the row.' },
);

export const RecipientWishSchema = Type.Object(
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

export const FieldsSchema = Type.Unsafe<NoticeFields>({
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'string', maxLength: 10_000 }, { type: 'boolean' }] },
  description:
    'What the artist says, by the names of the kind’s questions: texts, and true for a statement they make.',
});

export const NoticeWishSchema = Type.Object(
  {
    kind: Type.String({ minLength: 1, maxLength: 100, description: 'An id of GET /v1/notices.' }),
    language: Type.Optional(LanguageSchema),
    match: Type.Optional(NoticeMatchSchema),
    matches: Type.Optional(
      Type.Array(NoticeMatchSchema, { maxItems: 25, description: 'In place of match, for several rows.' }),
    ),
    recipient: Type.Optional(RecipientWishSchema),
    fields: Type.Optional(FieldsSchema),
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

export const NoticeFormatSchema = Type.Object(
  {
    format: Type.Optional(
      Type.Enum(['json', 'text', 'pdf'], {
        description: 'json when left out, unless Accept asks for text/plain or application/pdf.',
      }),
    ),
  },
  { additionalProperties: false },
);

export const MissingFieldSchema = Type.Object(
  {
    field: Type.String({ description: 'The name of a question, or rows, or recipient.' }),
    ask: Type.String({ description: 'What to ask the artist.' }),
  },
  { additionalProperties: false },
);

export const NoticeSchema = named(
  'Notice',
  Type.Object(
    {
      kind: Type.String(),
      language: LanguageSchema,
      subject: Type.String(),
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

const AnswerTimeSchema = Type.Object(
  {
    months: nullable(Type.Integer({ description: 'By law; null where no law names a time.' })),
    extendedMonths: nullable(Type.Integer({ description: 'In all, where more time is asked for.' })),
    reminderDays: nullable(Type.Integer({ description: 'Our reminder, where no law names a time.' })),
    law: nullable(Type.String()),
  },
  { additionalProperties: false },
);

const QuestionSchema = Type.Object(
  {
    name: Type.String(),
    type: Type.Enum(['line', 'text', 'email', 'date', 'choice', 'statement']),
    ask: Type.String(),
    required: Type.Unsafe<NoticeQuestion['required']>({ enum: [true, false, 'sometimes'] }),
    options: Type.Array(
      Type.Object({ value: Type.String(), words: Type.String() }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);

export const NoticeKindSchema = named(
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
      questions: Type.Array(QuestionSchema),
      source: Type.String(),
      checkedOn: Type.String({ description: 'Day the source was read, YYYY-MM-DD.' }),
      status: Type.Enum(['primary', 'third-party', 'unverified']),
    },
    { additionalProperties: false, description: 'A kind of notice, with what it asks.' },
  ),
);

export const NoticeKindsSchema = Type.Object(
  { kinds: Type.Array(reference(NoticeKindSchema)) },
  { additionalProperties: false },
);

// The compiler stops here when a document and what the core hands over drift apart.
true satisfies Same<Static<typeof MissingFieldSchema>, MissingField>;
true satisfies Same<Static<typeof NoticeSchema>, Notice>;
true satisfies Same<Static<typeof AnswerTimeSchema>, AnswerTime>;
true satisfies Same<Static<typeof QuestionSchema>, NoticeQuestion>;
true satisfies Same<Static<typeof NoticeKindSchema>, NoticeKindInfo>;
