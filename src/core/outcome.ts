/**
 * Why a row of a manifest was not taken at all: its address or its id makes no sense, or it could not be read
 * (`malformed`: a wrong number of fields, a broken quote, no JSON object; `bad-encoding`: not UTF-8; `too-long`:
 * a line of more than a mebibyte).
 */
export type RefusalReason = 'bad-url' | 'bad-row-id' | 'malformed' | 'bad-encoding' | 'too-long';

/** What became of a row whose picture was wanted. */
export type RowOutcome =
  | { kind: 'indexed' }
  | { kind: 'skipped' }
  | { kind: 'refused'; reason: RefusalReason }
  | { kind: 'failed'; reason: string };

/** The counts of one ingest; every row read is in exactly one of them. */
export interface IngestCounts {
  rows: number;
  indexed: number;
  /** Rows that were already in the index. */
  skipped: number;
  refused: Record<string, number>;
  failed: Record<string, number>;
}

export function emptyCounts(): IngestCounts {
  return { rows: 0, indexed: 0, skipped: 0, refused: {}, failed: {} };
}

/** Counts one row's outcome, in place. */
export function countOutcome(counts: IngestCounts, outcome: RowOutcome): void {
  counts.rows++;
  if (outcome.kind === 'indexed') counts.indexed++;
  else if (outcome.kind === 'skipped') counts.skipped++;
  else counts[outcome.kind][outcome.reason] = (counts[outcome.kind][outcome.reason] ?? 0) + 1;
}
