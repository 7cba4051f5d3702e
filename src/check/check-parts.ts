import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { LiveComparer } from './live/live-comparer.ts';
import type { RecentChecks } from './recent-checks.ts';
import type { OpenIndexes } from './search/open-indexes.ts';
import type { UnseenComparer } from './verify/comparer.ts';

/** How rows are looked at where they stand, once a check is answered. */
export interface LiveLooks extends Pick<LiveComparer, 'begin'> {
  state: 'auto' | 'ask' | 'off';
  /** Rows that are looked at, at most. */
  rows: number;
}

/** What checks are done with; they last as long as the service. */
export interface CheckParts {
  indexes: OpenIndexes;
  fingerprinter: Fingerprinter;
  comparer: UnseenComparer;
  recent: RecentChecks;
  /** Absent where no row is looked at but by a click. */
  live?: LiveLooks;
}
