import { inBatches } from '../../core/concurrency.ts';
import type { ManifestRow } from '../../core/dataset.ts';
import { isRefused, type AddressHashes, type RefusedRow } from './format.ts';

/** Rows that wait for their hashes at once: some 100 MB of CC12M's. */
const BLOCK_ROWS = 200_000;

/**
 * The rows in their order, each with the hashes that a companion file gives for its address. Addresses decide, not
 * places: the file may lack rows, have more, or be in another order, and every row whose address it holds gets its
 * hashes. Where both files run in parallel the companion is read once. For each block of rows of which some are not
 * found in what comes next, it is read through again from its start: with rows that nothing is known of all over
 * CC12M, some sixty times.
 * @param openHashes reads the companion from its start @param blockRows bounds the memory: rows and hashes held
 */
export async function* withHashes(
  rows: AsyncIterable<ManifestRow | RefusedRow>,
  openHashes: () => AsyncIterable<AddressHashes>,
  blockRows = BLOCK_ROWS,
): AsyncGenerator<ManifestRow | RefusedRow> {
  const ahead = readAhead(openHashes, blockRows);
  try {
    for await (const block of inBatches(rows, blockRows)) {
      const known = new Map<string, AddressHashes | null>();
      for (const row of block) if (!isRefused(row)) known.set(row.url, null);
      await fill(known, ahead, openHashes);
      for (const row of block) yield isRefused(row) ? row : hashed(row, known.get(row.url) ?? null);
    }
  } finally {
    await ahead.close();
  }
}

type Known = Map<string, AddressHashes | null>;

/** Finds hashes for the addresses in `known`: in what comes next, and where that is not enough in the whole file. */
async function fill(
  known: Known,
  ahead: ReadAhead,
  openHashes: () => AsyncIterable<AddressHashes>,
): Promise<void> {
  const atStart = ahead.isAtStart();
  const missing = await ahead.take(known);
  // The whole file has been seen by this very block: there is nothing to look through again.
  if (missing === 0 || (atStart && ahead.isAtEnd())) return;
  let left = missing;
  for await (const hashes of openHashes()) {
    if (known.get(hashes.url) !== null) continue;
    known.set(hashes.url, hashes);
    if (--left === 0) return;
  }
}

interface ReadAhead {
  isAtStart(): boolean;
  isAtEnd(): boolean;
  /** Fills in what is found up to where too many hashes would be held; answers how many addresses are left. */
  take(known: Known): Promise<number>;
  close(): Promise<void>;
}

/** Reads a companion on and on, and holds what no row has asked for yet: `most` hashes at most. */
function readAhead(openHashes: () => AsyncIterable<AddressHashes>, most: number): ReadAhead {
  const hashes = openHashes()[Symbol.asyncIterator]();
  const held = new Map<string, AddressHashes>();
  let [isAtStart, isAtEnd] = [true, false];
  return {
    isAtStart: () => isAtStart,
    isAtEnd: () => isAtEnd,
    async take(known) {
      isAtStart = false;
      let left = 0;
      for (const url of known.keys()) {
        known.set(url, held.get(url) ?? null);
        if (!held.delete(url)) left++;
      }
      while (left > 0 && !isAtEnd && held.size < most) {
        const next = await hashes.next();
        if (next.done) isAtEnd = true;
        else if (known.get(next.value.url) === null) {
          known.set(next.value.url, next.value);
          left--;
        } else held.set(next.value.url, next.value);
      }
      return left;
    },
    close: async () => void (await hashes.return?.()),
  };
}

function hashed(row: ManifestRow, hashes: AddressHashes | null): ManifestRow {
  return hashes === null ? row : { ...row, sha256: row.sha256 ?? hashes.sha256, md5: row.md5 ?? hashes.md5 };
}
