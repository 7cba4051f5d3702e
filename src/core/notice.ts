import type { Day } from './calendar-day.ts';
import type { SourceStatus } from './channel.ts';
import type { DatasetRelease } from './dataset.ts';
import type { Grade } from './evidence.ts';

/** The languages that notices are worded in. */
export const NOTICE_LANGUAGES = ['en', 'de', 'fr', 'es'] as const;
export type NoticeLanguage = (typeof NOTICE_LANGUAGES)[number];

/** A row that a notice is about: where it stands, and on what evidence. */
export interface NoticeRow extends DatasetRelease {
  /** The publisher's own id of the row; LAION calls it the sample id. */
  rowId: string;
  /** Name of the list's file, where the row id is a place in it. */
  file: string | null;
  url: string;
  /** Of the file that the row recorded, lower-case hex. */
  sha256: string | null;
  md5: string | null;
  grade: Grade | null;
  /** Differing bits of the two PDQ hashes, 0–256. */
  pdqDistance: number | null;
  /** Cosine of the two embeddings. */
  similarity: number | null;
  /** The day on which the row was found. */
  foundOn: Day | null;
}

/** Whom a notice goes to, as far as that is known. */
export interface Recipient {
  name: string | null;
  email: string | null;
  address: string | null;
  /** A form or page of theirs, where it is handed in. */
  link: string | null;
  /** Where whoever gets it is to be looked up, as long as nobody has; a directory is never written to. */
  lookUpAt: string | null;
}

/** What the artist says: a text, or for a statement whether they make it. Never filled in for them. */
export type NoticeFields = Readonly<Record<string, string | boolean>>;

/** What a notice is made from. */
export interface NoticeRequest {
  kind: string;
  language: NoticeLanguage;
  rows: readonly NoticeRow[];
  recipient: Recipient | null;
  fields: NoticeFields;
  /** The day that stands on it. */
  date: Day;
}

/** A row as a client names it: a match of a check as it came, or what is known of a row. */
export interface NoticeMatch {
  dataset: string;
  release: string;
  rowId: string;
  url: string;
  file?: string | null;
  sha256?: string | null;
  md5?: string | null;
  grade?: Grade | null;
  pdqDistance?: number | null;
  similarity?: number | null;
  /** The day on which it was found. */
  foundOn?: Day | null;
}

/** A notice as it is asked for. */
export interface NoticeInput {
  kind: string;
  /** English when left out. */
  language?: NoticeLanguage;
  match?: NoticeMatch;
  /** In place of `match`, where the notice is about several. */
  matches?: readonly NoticeMatch[];
  recipient?: Partial<Recipient>;
  fields?: NoticeFields;
  /** The day that stands on it; today when left out. */
  date?: Day;
}

/** Something that a notice cannot go without. */
export interface MissingField {
  /** Name of the field, or `rows`, or `recipient`. */
  field: string;
  /** What to ask the artist. */
  ask: string;
}

/** A notice for the artist to send. */
export interface Notice {
  kind: string;
  language: NoticeLanguage;
  subject: string;
  /** The letter as plain text, lines ended by LF; it begins by saying so where it is a draft. */
  text: string;
  /** `mailto:` with the subject, and with the text where that is short enough. */
  mailto: string;
  /** False where the text is too long for a `mailto:`: it is to be copied into the e-mail. */
  textInMailto: boolean;
  /** What keeps it a draft; none means that it may be sent. */
  missing: MissingField[];
  /** What the artist should know before sending it. */
  warnings: string[];
}

/** How the artist is asked for a field. */
export type FieldType = 'line' | 'text' | 'email' | 'date' | 'choice' | 'statement';

/** A question of a notice. */
export interface NoticeQuestion {
  name: string;
  type: FieldType;
  ask: string;
  /** Whether the notice stays a draft without it; `sometimes` where another answer decides. */
  required: boolean | 'sometimes';
  /** Of a choice. */
  options: { value: string; words: string }[];
}

/** A kind of notice, for the artist to choose: what it is, and what it asks. */
export interface NoticeKindInfo {
  id: string;
  title: string;
  law: string;
  whoMayUse: string;
  canAchieve: string;
  answer: AnswerTime;
  needsRows: boolean;
  questions: NoticeQuestion[];
  source: string;
  checkedOn: Day;
  status: SourceStatus;
}

/** By when a notice is to be answered. */
export interface AnswerTime {
  /** Months by law; null where no law names a time. */
  months: number | null;
  /** Months in all, where whoever answers says within the first ones that more time is needed. */
  extendedMonths: number | null;
  /** Days after which a reminder makes sense, where no law names a time. */
  reminderDays: number | null;
  /** The law that names the time. */
  law: string | null;
}
