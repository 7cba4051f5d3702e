import type { NoticeFields, NoticeLanguage, Recipient } from '../api/notice.ts';
import type { Day } from '../core/calendar-day.ts';
import type { DatasetRelease } from '../core/dataset.ts';
import type { Grade } from '../core/evidence.ts';

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
