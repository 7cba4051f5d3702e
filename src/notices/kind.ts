import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import {
  type MissingField,
  NOTICE_LANGUAGES,
  type NoticeFields,
  type NoticeLanguage,
} from '../api/notice.ts';
import type { NoticeRequest } from './request.ts';
import { invalid } from '../advice/facts/load.ts';
import type { FieldName } from './fields.ts';

/** A question that a kind asks. */
export interface Asked {
  field: FieldName;
  /** Whether the notice is a draft without it. */
  required: boolean | ((fields: NoticeFields) => boolean);
}

const PieceSchema = Type.Union([
  Type.String({ minLength: 1 }),
  Type.Object({ if: Type.String(), text: Type.String({ minLength: 1 }) }, { additionalProperties: false }),
  Type.Object({ list: Type.Enum(['rows', 'addresses']) }, { additionalProperties: false }),
]);

const WordingSchema = Type.Object(
  { subject: Type.String({ minLength: 1 }), pieces: Type.Array(PieceSchema, { minItems: 1 }) },
  { additionalProperties: false },
);

/**
 * A piece of a letter. `{name}` in it stands for a field; one that was not given is written as a gap to fill. With `if`
 * it is left out unless that field, or any row (`rows`), was given, or the field has that value (`role=agent`). `list`
 * puts the rows in its place, whole or their addresses alone.
 */
export type Piece = Static<typeof PieceSchema>;

/** The words of a kind in one language; `{about}` in its subject says what the rows are. */
export type Wording = Static<typeof WordingSchema>;

/** A kind of notice. A new kind is one file with one of these, its words, its facts, and a line in `registry.ts`. */
export interface NoticeKind {
  /** Of its facts in `knowledge/notices.json` too. */
  id: string;
  asked: readonly Asked[];
  /** Whether it is a draft as long as no row is given. */
  needsRows: boolean;
  /** Who gets it, where they are to be looked up first: what the artist is asked for. */
  recipientAsk?: string;
  wording: Readonly<Record<NoticeLanguage, Wording>>;
  /** What else keeps it a draft. */
  faults?: (request: NoticeRequest) => MissingField[];
  /** What the artist should know before sending it. */
  warnings?: (request: NoticeRequest) => string[];
}

/** The fields that a kind cannot go without, and those it may have. */
export function asks(needed: readonly FieldName[], welcome: readonly FieldName[]): Asked[] {
  return [
    ...needed.map((field) => ({ field, required: true })),
    ...welcome.map((field) => ({ field, required: false })),
  ];
}

/**
 * The words of a kind, from its bundled file.
 * @throws TrainspotError `knowledge-invalid` that names the file and the language
 */
export function readWording(file: string, data: unknown): Record<NoticeLanguage, Wording> {
  const languages = (data ?? {}) as Record<string, unknown>;
  for (const language of NOTICE_LANGUAGES) {
    const [error] = Value.Errors(WordingSchema, languages[language]);
    if (error) throw invalid(file, `'${language}'`, error.instancePath.slice(1) || null, error.message);
  }
  return data as Record<NoticeLanguage, Wording>;
}
