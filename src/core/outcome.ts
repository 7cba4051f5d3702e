/**
 * Why a row of a manifest was not taken at all: its address, its id or its published vector makes no sense, or it could
 * not be read (`malformed`: a wrong number of fields, a broken quote, no JSON object; `bad-encoding`: not UTF-8;
 * `too-long`: a line of more than a mebibyte).
 */
export type RefusalReason =
  'bad-url' | 'bad-row-id' | 'vector-zero' | 'vector-not-finite' | 'malformed' | 'bad-encoding' | 'too-long';

/** What became of a row whose picture was wanted. */
export type RowOutcome =
  | { kind: 'indexed' }
  /** What the manifest says of it is saved, and no more was asked for. */
  | { kind: 'listed' }
  | { kind: 'skipped' }
  | { kind: 'refused'; reason: RefusalReason; line: number; file?: string }
  | { kind: 'failed'; reason: string };

/** The counts of one ingest; every row read is in exactly one of them. */
export interface IngestCounts {
  rows: number;
  indexed: number;
  /** Rows of which what the manifest says is saved, and no more. */
  listed: number;
  /** Rows that were already in the index, or in a file of which nothing was left to do. */
  skipped: number;
  refused: Record<string, number>;
  failed: Record<string, number>;
  /** Where the first refused rows stand, for whoever wants to see them: such as "img_emb_3.npy row 17: vector-zero". */
  refusedRows: string[];
  /**
   * By column: values that stood in rows that were taken, and of which nothing could be (a hash of another length, a
   * caption of numbers). Files that an earlier ingest took whole tell of none.
   */
  unusable: Record<string, number>;
}

/** Refused rows whose places are named: there may be a million of them. */
const MAX_PLACES = 20;

export function emptyCounts(): IngestCounts {
  return {
    rows: 0,
    indexed: 0,
    listed: 0,
    skipped: 0,
    refused: {},
    failed: {},
    refusedRows: [],
    unusable: {},
  };
}

/** Counts one row's outcome, in place. */
export function countOutcome(counts: IngestCounts, outcome: RowOutcome): void {
  counts.rows++;
  if (outcome.kind === 'indexed') counts.indexed++;
  else if (outcome.kind === 'listed') counts.listed++;
  else if (outcome.kind === 'skipped') counts.skipped++;
  else {
    const ofKind = counts[outcome.kind];
    ofKind[outcome.reason] = (ofKind[outcome.reason] ?? 0) + 1;
    if (outcome.kind === 'refused' && counts.refusedRows.length < MAX_PLACES) {
      counts.refusedRows.push(placeOf(outcome));
    }
  }
}

/**
 * Counts the rows of a file that an earlier ingest took whole, in place: as they would be if they were read again, but
 * that the places of refused ones are not told.
 */
export function countKnownFile(
  counts: IngestCounts,
  { rows, refused }: Pick<IngestCounts, 'rows' | 'refused'>,
): void {
  counts.rows += rows;
  counts.skipped += rows;
  for (const [reason, count] of Object.entries(refused)) {
    counts.refused[reason] = (counts.refused[reason] ?? 0) + count;
    counts.skipped -= count;
  }
}

/** Adds values that could not be taken, in place. */
export function addUnusable(counts: IngestCounts, unusable: Readonly<Record<string, number>>): void {
  for (const [column, count] of Object.entries(unusable)) {
    counts.unusable[column] = (counts.unusable[column] ?? 0) + count;
  }
}

function placeOf({ reason, line, file }: Extract<RowOutcome, { kind: 'refused' }>): string {
  return `${file === undefined ? '' : `${file} `}row ${line}: ${reason}`;
}

type Counted = Pick<IngestCounts, 'rows' | 'refused'>;

/** What was counted of rows and refusals between two moments of one ingest. */
export function countedSince(before: Counted, now: Counted): Counted {
  const refused = Object.entries(now.refused).map(([reason, count]) => [
    reason,
    count - (before.refused[reason] ?? 0),
  ]);
  return {
    rows: now.rows - before.rows,
    refused: Object.fromEntries(refused.filter(([, count]) => count !== 0)) as Record<string, number>,
  };
}
