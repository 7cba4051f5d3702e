import type { Precision } from './calibration.ts';
import type { Match } from './evidence.ts';
import type { PictureFacts } from './fingerprint.ts';

export type Answer = 'found' | 'possibly' | 'not-found';

export interface Verdict {
  answer: Answer;
  /** One plain sentence for the artist. */
  sentence: string;
  /** How often the grade that the answer rests on was wrong when it was measured; null unless it is "found". */
  precision: Precision | null;
}

/** What was searched: without it a verdict means nothing. */
export interface Coverage {
  dataset: string;
  release: string;
  /** Rows that could be searched, and shown: suppressed ones are not counted. */
  rowsIndexed: number;
  /** Indexed rows that are kept out of every answer here, at somebody's wish. */
  rowsSuppressed: number;
  /** Rows the publisher released; null where unknown. */
  rowsPublished: number | null;
  /** Name of the model card of the index. */
  model: string;
  /** When the index was last published, ISO 8601 in UTC. */
  indexedAt: string;
}

export interface NotSearched {
  dataset: string;
  why: string;
}

/** The answer to one check, as every door returns it. */
export interface CheckResult {
  id: string;
  picture: PictureFacts;
  verdict: Verdict;
  matches: Match[];
  lookAlikes: Match[];
  coverage: Coverage[];
  notSearched: NotSearched[];
}
