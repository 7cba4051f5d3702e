import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import type { RecentChecks } from './recent-checks.ts';
import type { OpenIndexes } from './search/open-indexes.ts';
import type { Comparer } from './verify/comparer.ts';

/** What checks are done with; they last as long as the service. */
export interface CheckParts {
  indexes: OpenIndexes;
  fingerprinter: Fingerprinter;
  comparer: Comparer;
  recent: RecentChecks;
}
