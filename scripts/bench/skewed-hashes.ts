import { HASH_WORDS } from '../../src/index/pdq/hash-words.ts';
import { randomNumbers } from './random-numbers.ts';

/** PDQ hashes that lie as those of a dataset do, and queries for them. The same seed gives the same. */
export interface SkewedHashes {
  /** Eight words a row. */
  words: Uint32Array;
  /** Hashes of copies: each a row with 0 to 20 bits turned. */
  copies(count: number): string[];
  /** Hashes that have nothing to do with any row. */
  unrelated(count: number): string[];
}

const CLUSTERED = 0.6;
const ROWS_PER_CLUSTER = 30;
const MAX_TURNED_IN_ROWS = 40;
const MAX_TURNED_IN_COPIES = 20;

/**
 * Six rows in ten are a cluster's centre with 0 to 40 bits turned, the others are uniform. The clusters are of very
 * different sizes: of a million rows, 50,000 are in the largest, as a placeholder picture's would be.
 */
export function skewedHashes(rowCount: number, seed = 1): SkewedHashes {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const fill = (words: Uint32Array): Uint32Array => words.map(() => below(2 ** 32));
  const turn = (words: Uint32Array, row: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      const bit = below(256);
      words[row * HASH_WORDS + (bit >> 5)] ^= 1 << (bit & 31);
    }
  };

  const centreCount = Math.ceil(rowCount / ROWS_PER_CLUSTER);
  const centres = fill(new Uint32Array(centreCount * HASH_WORDS));
  const words = fill(new Uint32Array(rowCount * HASH_WORDS));
  for (let row = 0; row < rowCount; row++) {
    if (random() >= CLUSTERED) continue;
    const centre = Math.floor(centreCount * random() ** 4);
    words.set(centres.subarray(centre * HASH_WORDS, (centre + 1) * HASH_WORDS), row * HASH_WORDS);
    turn(words, row, below(MAX_TURNED_IN_ROWS + 1));
  }
  return {
    words,
    copies: (count) =>
      Array.from({ length: count }, () => {
        const row = below(rowCount);
        const copy = words.slice(row * HASH_WORDS, (row + 1) * HASH_WORDS);
        turn(copy, 0, below(MAX_TURNED_IN_COPIES + 1));
        return toHash(copy);
      }),
    unrelated: (count) => Array.from({ length: count }, () => toHash(fill(new Uint32Array(HASH_WORDS)))),
  };
}

function toHash(words: Uint32Array): string {
  return Buffer.from(words.buffer).toString('hex');
}
