import type { Geometry, Grade, Match } from './evidence.ts';
import type { Orientation } from './picture.ts';
import type { Verdict } from './verdict.ts';

/**
 * Whether a row's address still shows what the row recorded. `same-file`: its sha256 or md5 agrees. `same-picture`:
 * the PDQ hash agrees, the file does not or was not recorded. `another-picture`: the PDQ hash does not agree.
 * `another-file`: the file's hash does not agree, and no PDQ hash can tell more. `not-recorded`: the row recorded
 * nothing that could tell.
 */
export const LIVE_STATUSES = [
  'same-file',
  'same-picture',
  'another-picture',
  'another-file',
  'not-recorded',
] as const;
export type LiveStatus = (typeof LIVE_STATUSES)[number];

/** What is found at a row's address now. The picture itself is let go once this exists. */
export interface CurrentPicture {
  status: LiveStatus;
  /** What it shows of the artist's picture by itself; null where it confirms nothing. Never `look-alike`. */
  grade: Grade | null;
  /** Between its hash and the artist's, the smallest over all orientations. */
  pdqDistance: number;
  /** The orientation of the artist's picture with that distance. */
  orientation: Orientation;
  geometry: Geometry | null;
  /** Pixels, upright. */
  width: number;
  height: number;
  /** Against what the row recorded; null where it recorded none. */
  sha256Agrees: boolean | null;
  md5Agrees: boolean | null;
  /** Between its hash and the one the row recorded, the smallest over all orientations; null where it recorded none. */
  recordedPdqDistance: number | null;
  /** When it was fetched, ISO 8601 in UTC. */
  fetchedAt: string;
}

/** A row of an answer, compared once more with the picture that its address shows now. */
export interface Verification {
  /** The row with what is known of it now; evidence is added, never taken away. */
  match: Match;
  /** Of the whole check, with every row compared so far. */
  verdict: Verdict;
  live: CurrentPicture;
}

/** Which row of which check. */
export interface MatchQuery {
  checkId: string;
  /** From 0 through `matches`, then on through `lookAlikes`, as the check was answered. */
  n: number;
  /** Ends the work between two steps, when nobody waits for the answer any more. */
  signal?: AbortSignal;
}
