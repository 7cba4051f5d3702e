import type { IndexedRow } from './dataset.ts';
import type { Orientation, View } from './picture.ts';
import type { MatchChannel } from './channel.ts';

/** Strongest first. */
export const GRADES = ['identical', 'copy', 'edited', 'look-alike'] as const;
export type Grade = (typeof GRADES)[number];

/**
 * PDQ's own recommendation: a match within 31 of 256 bits, both qualities at least 50.
 * Source: ThreatExchange's PDQ paper; on 200 + 1,500 photographs and 20 edits no wrong pair came within 31.
 */
export const PDQ_COPY_DISTANCE = 31;
export const PDQ_MINIMUM_QUALITY = 50;

/** Whether two hashes at this distance are of the same picture; false where a hash is missing. */
export function isCopyDistance(pdqDistance: number | null): boolean {
  return pdqDistance !== null && pdqDistance <= PDQ_COPY_DISTANCE;
}

/** Whether a picture of this PDQ quality has enough in it for its hash to be trusted; false where unknown. */
export function isClear(pdqQuality: number | null): boolean {
  return pdqQuality !== null && pdqQuality >= PDQ_MINIMUM_QUALITY;
}

/** A row that a search brought up, with every number it was brought up by. */
export interface Candidate {
  row: IndexedRow;
  /** True when the sha256 or the md5 of the file equals the row's. */
  sameBytes: boolean;
  /** Smallest distance over the query's orientations; null where the row has no PDQ hash. */
  pdqDistance: number | null;
  pdqOrientation: Orientation | null;
  /** Greatest cosine over the query's views; null where the vector search did not bring it up. */
  similarity: number | null;
  similarityView: View | null;
  /** Name of the model card that `similarity` belongs to. */
  model: string | null;
}

/** A candidate with the grade of its evidence. */
export interface GradedCandidate extends Candidate {
  grade: Grade;
}

/** A graded row as a client sees it. */
export interface Match {
  grade: Grade;
  dataset: string;
  release: string;
  rowId: string;
  url: string;
  caption: string | null;
  width: number | null;
  height: number | null;
  pdqDistance: number | null;
  similarity: number | null;
  /** Which view or orientation of the query matched. */
  view: Orientation | View;
  /** Matches with the same group show the same picture. */
  group: string;
  unsafe: boolean | null;
  channels: MatchChannel[];
}
