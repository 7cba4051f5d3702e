import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import {
  claimRows,
  type ClaimedRow,
  FIRST_ROW,
  type Job,
  releaseClaims,
  renewClaims,
  type RowsWanted,
} from '../db/row-claims.ts';

/** The rows of one job, as they are wanted; other jobs of the same rows get others. */
export interface RowQueue {
  /** The next row, claimed for this job; null at the end, and once it is stopped. */
  next(): Promise<ClaimedRow | null>;
  /** Lets go of a row of which all is kept. */
  done(row: ClaimedRow): Promise<void>;
  /** Lets go of all rows. */
  close(): Promise<void>;
}

/** Few, so that two jobs share a small dataset too. */
const CLAIMED_AT_ONCE = 16;

/** Of a claim's time, after which it is renewed, or asked whether another job's has ended. */
const PART_OF_CLAIM = 4;

/** Row ids of a list that are looked for at once. */
const NAMED_AT_ONCE = 1_000;

/**
 * Goes through the rows that are wanted, part by part, claiming a few at a time. Rows that another job is at when
 * their turn comes are asked for again at the end, until that job has done them, or has let go of them: it may have
 * been killed.
 * @param most rows in all
 */
export function queueRows(
  database: Database,
  job: Job,
  wanted: readonly RowsWanted[],
  most: number,
  signal?: AbortSignal,
): RowQueue {
  const claims = claimed();
  let last: Promise<unknown> = Promise.resolve();
  let given = 0;
  const renewal = setInterval(
    // Whoever needs the database next is told that it is gone.
    () => void renewClaims(database, job).catch(() => {}),
    job.claimMs / PART_OF_CLAIM,
  );
  renewal.unref();

  async function* claimed(): AsyncGenerator<ClaimedRow> {
    const elsewhere = new Set<number>();
    for (const part of wanted.flatMap(inPieces)) yield* through(part, elsewhere);
    while (elsewhere.size > 0) {
      const left = [...elsewhere];
      elsewhere.clear();
      for (const part of inPieces({ kind: 'images', imageIds: left })) yield* through(part, elsewhere);
      if (elsewhere.size > 0) await sleep(job.claimMs / PART_OF_CLAIM, null, { signal }).catch(() => null);
      if (signal?.aborted) return;
    }
  }
  async function* through(part: RowsWanted, elsewhere: Set<number>): AsyncGenerator<ClaimedRow> {
    for (let at: typeof FIRST_ROW | null = FIRST_ROW; at !== null;) {
      const wantedNow = Math.min(CLAIMED_AT_ONCE, most - given);
      if (wantedNow === 0) return;
      const found = await claimRows(database, job, part, at, wantedNow);
      for (const id of found.elsewhere) elsewhere.add(id);
      yield* found.claimed;
      at = found.next;
    }
  }
  return {
    next() {
      const mine = last.then(async () => {
        if (signal?.aborted || given === most) return null;
        const row = await claims.next();
        if (row.done) return null;
        given++;
        return row.value;
      });
      last = mine.catch(() => null);
      return mine;
    },
    done: (row) => releaseClaims(database, job, row.imageId),
    async close() {
      clearInterval(renewal);
      await releaseClaims(database, job, null);
    },
  };
}

function inPieces(part: RowsWanted): RowsWanted[] {
  const pieces = <Id>(ids: readonly Id[]): Id[][] =>
    Array.from({ length: Math.ceil(ids.length / NAMED_AT_ONCE) }, (_, i) =>
      ids.slice(i * NAMED_AT_ONCE, (i + 1) * NAMED_AT_ONCE),
    );
  if (part.kind === 'rows') return pieces(part.rowIds).map((rowIds) => ({ ...part, rowIds }));
  if (part.kind === 'images') return pieces(part.imageIds).map((imageIds) => ({ ...part, imageIds }));
  return [part];
}
