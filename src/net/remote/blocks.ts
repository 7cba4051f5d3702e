import { LRUCache } from 'lru-cache';

/** Of a file's bytes, asked for together. */
export const BLOCK_BYTES = 1024 * 1024;

/**
 * Of one request at most. From a store that answers after 50 ms and sends 100 MB a second, it is waited for a third of the
 * time; more would be lost where a connection breaks, and held in memory by each file that is read.
 */
export const MAX_REQUEST_BYTES = 8 * BLOCK_BYTES;

/**
 * Held of all files of an ingest together: a shard of img2dataset's is some 300 MB and is read from front to back twice, and
 * the columns that are read of a parquet file's row group are mostly fewer, and asked for twice too.
 */
const HELD_BYTES = 256 * 1024 * 1024;

/** Blocks that were read lately, or are being read. */
export type HeldBlocks = LRUCache<string, Promise<Uint8Array>>;

export function holdBlocks(): HeldBlocks {
  return new LRUCache({ maxSize: HELD_BYTES, sizeCalculation: () => BLOCK_BYTES });
}

/** Bytes of a file in any order, by blocks. */
export interface BlockReader {
  /** Within the file. In memory of their own. */
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Reads by whole blocks, which are held; whoever reads on gets ever more of what comes next with it, so that small reads
 * from front to back are few requests, and one anywhere else is one block.
 * @param key of the file and its version @param head of the file, if it was read
 */
export function readByBlocks(
  held: HeldBlocks,
  key: string,
  bytes: number,
  head: Uint8Array,
  readRange: (start: number, end: number) => Promise<Uint8Array>,
): BlockReader {
  const last = Math.ceil(bytes / BLOCK_BYTES) - 1;
  const most = MAX_REQUEST_BYTES / BLOCK_BYTES;
  let [before, ahead] = [0, 1];
  if (head.length === Math.min(BLOCK_BYTES, bytes)) held.set(`${key} 0`, Promise.resolve(head));

  /** The blocks from `from` to `to`, those that nobody has asked for by as few requests as may be. */
  function ask(from: number, to: number): Promise<Uint8Array>[] {
    const blocks: Promise<Uint8Array>[] = [];
    for (let block = from; block <= to;) {
      const known = held.get(`${key} ${block}`);
      if (known) {
        blocks.push(known);
        block++;
        continue;
      }
      let next = block + 1;
      while (next <= to && next - block < most && !held.has(`${key} ${next}`)) next++;
      const start = block * BLOCK_BYTES;
      const reading = readRange(start, Math.min(next * BLOCK_BYTES, bytes));
      for (; block < next; block++) {
        const own = block;
        const from = own * BLOCK_BYTES - start;
        const part = reading.then((whole) => whole.subarray(from, from + BLOCK_BYTES));
        // Thrown where it is awaited, and never held: the next who asks tries anew.
        part.catch(() => held.delete(`${key} ${own}`));
        held.set(`${key} ${own}`, part);
        blocks.push(part);
      }
    }
    return blocks;
  }

  return {
    async read(start, end) {
      const target = new Uint8Array(end - start);
      if (start >= end) return target;
      const [from, to] = [Math.floor(start / BLOCK_BYTES), Math.floor((end - 1) / BLOCK_BYTES)];
      // Several who read one after the other may overtake one another by a little.
      const goesOn = Math.abs(from - before) <= 1;
      if (!goesOn) ahead = 1;
      else if (to > before) ahead = Math.min(most, ahead * 2);
      before = goesOn ? Math.max(before, to) : to;
      // Asked for once the last block that is held is reached, so that it comes while that one is read.
      const beyond = held.has(`${key} ${to + 1}`) ? to : Math.min(last, to + (goesOn ? ahead : 0));
      for (let block = from; block <= to; block += most) {
        const until = Math.min(block + most - 1, to);
        const asked = ask(block, until === to ? beyond : Math.min(to, until + most));
        for (let i = block; i <= until; i++) {
          const bytesOfIt = await asked[i - block];
          const at = i * BLOCK_BYTES;
          const [first, until] = [Math.max(start, at), Math.min(end, at + bytesOfIt.length)];
          target.set(bytesOfIt.subarray(first - at, until - at), first - start);
        }
      }
      return target;
    },
  };
}
