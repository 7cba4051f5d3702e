import type { FalsePositives } from './calibration.ts';
import type { Channel } from './channel.ts';
import type { Match } from './evidence.ts';
import type { PictureFacts } from './fingerprint.ts';

export type Answer = 'found' | 'possibly' | 'not-found';

export interface Verdict {
  answer: Answer;
  /** One plain sentence for the artist. */
  sentence: string;
  /** How often the grade that the answer rests on was wrong when it was measured; null unless it is "found". */
  precision: FalsePositives | null;
}

/** What was searched: without it a verdict means nothing. */
export interface Coverage {
  dataset: string;
  release: string;
  /** Rows that could be searched by picture, and shown; 0 where none could. Suppressed ones are not counted. */
  rowsIndexed: number;
  /** Rows that are known here by the dataset's own lists, those in an index among them, suppressed ones not. */
  rowsListed: number;
  /** Of the listed ones, those of which a sha256 or md5 is known: the picture's own was compared with it. */
  rowsHashed: number;
  /** Rows that are kept out of every answer here, at somebody's wish. */
  rowsSuppressed: number;
  /**
   * Rows that the check brought up and could not compare, since their keypoints are damaged here: an edited copy
   * among them is not ruled out.
   */
  rowsNotCompared: number;
  /** Rows the publisher released; null where unknown. */
  rowsPublished: number | null;
  /** Name of the model card of the index; null where there is none: then nothing was searched by picture. */
  model: string | null;
  /** When the index was last published, ISO 8601 in UTC; null likewise. */
  indexedAt: string | null;
}

/** Whether a picture could be found there at all: by an index, or by the hash of its file. */
export function canFindPictures({ model, rowsHashed }: Coverage): boolean {
  return model !== null || rowsHashed > 0;
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
  /** The channels of all these rows by their ids, each once. */
  channels: Record<string, Channel>;
  coverage: Coverage[];
  notSearched: NotSearched[];
}
