import type { OptOut } from './fetch-failure.ts';
import type { LiveStatus } from './verification.ts';

/**
 * What became of a row's link. `alive`: a picture is there. `reserved`: its server reserves it against machine learning, so
 * it was not opened. `gone`: the server says that nothing is there (404, 410). `no-server`: no server has the name.
 * `withheld`: the server does not give it (401, 403, 451 …). `no-picture`: what is there is no picture.
 * `unreachable`: nothing can be said today.
 */
export const LINK_STATES = [
  'alive',
  'reserved',
  'gone',
  'no-server',
  'withheld',
  'no-picture',
  'unreachable',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

/** Whether the dataset's newest release that is known here still has a row. */
export interface RowStanding {
  release: string;
  /** `absent` is of the rows that are shown here alone; `hidden` is said no more, and stands in old re-checks. */
  standing: 'listed' | 'absent' | 'hidden';
  rowsListed: number;
  /** Rows of the whole release; null where nobody says. */
  rowsPublished: number | null;
}

/** What a row's link and its row were found to be on one day. The picture itself is let go. */
export interface Recheck {
  /** Number of the match. */
  match: number;
  /** ISO 8601 in UTC. */
  at: string;
  link: LinkState;
  /** A short stable word where the link is not alive, such as http-404, dns, timeout. */
  reason: string | null;
  httpStatus: number | null;
  /** Where redirects ended; null where there were none. */
  movedTo: string | null;
  optOut: OptOut | null;
  /** What is there against `against`; null where nothing was opened. */
  picture: LiveStatus | null;
  /** What it was compared with: what the row recorded, or, where that is nothing, the first picture this case saw. */
  against: 'row' | 'first-recheck' | null;
  /** Between the two PDQ hashes, the smallest over all orientations, 0–256. */
  pdqDistance: number | null;
  /** Of the picture that is there, from which it cannot be rebuilt. */
  sha256: string | null;
  pdq: string | null;
  pdqQuality: number | null;
  /** Null where no release of the dataset is known here. */
  row: RowStanding | null;
  /** For the artist to read. */
  sentence: string;
}
