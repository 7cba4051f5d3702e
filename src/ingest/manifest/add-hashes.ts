import { inBatches } from '../../core/concurrency.ts';
import type { ManifestRow } from '../../core/dataset.ts';
import { isRefused, type AddressHashes, type RefusedRow } from './format.ts';

/** Rows that wait for their hashes at once: some 100 MB of CC12M's. */
const BLOCK_ROWS = 200_000;

/**
 * The rows in their order, each with the hashes that a companion file gives for its address. Addresses decide, not
 * places: the file may lack rows, have more, or be in another order, and every row whose address it holds gets its
 * hashes; where an address stands in both several times, the first goes to the first. Where both files run in parallel the companion is read once. For each block of rows of which some are not
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
      const known = new Map<string, Wanted>();
      for (const row of block) {
        if (isRefused(row)) continue;
        const wanted = known.get(row.url);
        if (wanted) wanted.rows++;
        else known.set(row.url, { rows: 1, found: [] });
      }
      await fill(known, ahead, openHashes);
      for (const row of block) yield isRefused(row) ? row : hashed(row, known.get(row.url)?.found ?? []);
    }
  } finally {
    await ahead.close();
  }
}

/** What is wanted for an address: one entry for each row with it, which may be fewer than there are. */
interface Wanted {
  rows: number;
  found: AddressHashes[];
}

type Known = Map<string, Wanted>;

/** Finds hashes for the addresses in `known`: in what comes next, and where that is not enough in the whole file. */
async function fill(
  known: Known,
  ahead: ReadAhead,
  openHashes: () => AsyncIterable<AddressHashes>,
): Promise<void> {
  const atStart = ahead.isAtStart();
  await ahead.take(known);
  let left = [...known.values()].filter(({ found }) => found.length === 0).length;
  // The whole file has been seen by this very block: there is nothing to look through again.
  if (left === 0 || (atStart && ahead.isAtEnd())) return;
  for await (const hashes of openHashes()) {
    const wanted = known.get(hashes.url);
    if (!wanted || wanted.found.length > 0) continue;
    wanted.found.push(hashes);
    if (--left === 0) return;
  }
}

interface ReadAhead {
  isAtStart(): boolean;
  isAtEnd(): boolean;
  /** Fills in what is found up to where too many hashes would be held. */
  take(known: Known): Promise<void>;
  close(): Promise<void>;
}

/** Reads a companion on and on, and holds what no row has asked for yet: `most` hashes at most. */
function readAhead(openHashes: () => AsyncIterable<AddressHashes>, most: number): ReadAhead {
  const hashes = openHashes()[Symbol.asyncIterator]();
  const held = new Map<string, AddressHashes[]>();
  let heldCount = 0;
  let [isAtStart, isAtEnd] = [true, false];

  const takeHeld = (url: string, wanted: Wanted): void => {
    const waiting = held.get(url);
    if (!waiting) return;
    wanted.found = waiting.splice(0, wanted.rows);
    heldCount -= wanted.found.length;
    if (waiting.length === 0) held.delete(url);
  };
  const hold = (each: AddressHashes): void => {
    const waiting = held.get(each.url);
    if (waiting) waiting.push(each);
    else held.set(each.url, [each]);
    heldCount++;
  };

  return {
    isAtStart: () => isAtStart,
    isAtEnd: () => isAtEnd,
    async take(known) {
      isAtStart = false;
      let left = 0;
      for (const [url, wanted] of known) {
        takeHeld(url, wanted);
        left += wanted.rows - wanted.found.length;
      }
      while (left > 0 && !isAtEnd && heldCount < most) {
        const next = await hashes.next();
        if (next.done) {
          isAtEnd = true;
          return;
        }
        const wanted = known.get(next.value.url);
        if (wanted && wanted.found.length < wanted.rows) {
          wanted.found.push(next.value);
          left--;
        } else hold(next.value);
      }
    },
    close: async () => void (await hashes.return?.()),
  };
}

/** The row with the next of its address's hashes; the last ones serve all rows that are left. */
function hashed(row: ManifestRow, found: AddressHashes[]): ManifestRow {
  const hashes = found.length > 1 ? found.shift() : found[0];
  return hashes ? { ...row, sha256: row.sha256 ?? hashes.sha256, md5: row.md5 ?? hashes.md5 } : row;
}
