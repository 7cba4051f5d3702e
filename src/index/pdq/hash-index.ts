import { keepNearest, type NearestRows, type NearRow } from '../search/nearest-rows.ts';
import { bitPatterns, buildTables, keyReader, type KeyLayout } from './hash-tables.ts';
import { distanceWithin, hasHash, HASH_WORDS, toWords } from './hash-words.ts';

/** The PDQ hashes of a segment's rows, in memory. */
export interface PdqIndex {
  /**
   * The rows whose hash is within `maxDistance` bits of any of `hashes`, each once with its smallest distance,
   * nearest first, at most `count`. None is missed. Blocks the thread.
   * @param hashes 64 hex digits each @param maxDistance a whole number from 0; any is exact, and beyond 31 slow
   */
  near(hashes: readonly string[], maxDistance: number, count: number): NearRow[];
}

/**
 * Multi-index hashing (Norouzi, Punjani and Fleet, 2012). Cut into m parts, two hashes at most r bits apart have a
 * part that differs in at most ⌊r/m⌋ bits; more exactly, one of the first r mod m + 1 parts does, or another one
 * differs in fewer. So the rows are looked up by each part, by what it is and by what it is with a few bits turned,
 * and those that come up are compared as a whole. It is done radius by radius, and ends once `count` rows are nearer
 * than any that is left: a picture that stands in a dataset a million times is not looked at sixteen million times.
 * @param hashes 8 words a row, in ordinal order; all zeros for a row without hash
 * @param layout how the hashes are cut; null to compare every row
 */
export function createPdqIndex(
  hashes: Uint32Array,
  layout: KeyLayout | null = layoutFor(hashes.length / HASH_WORDS),
): PdqIndex {
  const lookUp = layout ? lookUpInTables(hashes, layout) : lookAtEvery(hashes);
  return {
    near(queries, maxDistance, count) {
      const nearest = keepNearest(count, maxDistance);
      // A symmetrical picture has the same hash in several orientations.
      for (const query of new Set(queries)) lookUp(toWords(query), nearest);
      return nearest.rows();
    },
  };
}

/**
 * How the hashes of so many rows are cut; null where comparing each is about as fast. Measured with 8 hashes within 31
 * bits, as ms of CPU time (p50) by `scripts/bench/pdq.ts` on a busy machine, comparing each row / 16 parts of 16 bits
 * / 12 of 21: of 1,000 rows 0.13 / 0.12 / 0.6; of 2,000 0.3 / 0.2 / 0.7; of 100,000 12 / 0.9 / 0.9; of 1,000,000 117 /
 * 6.6 / 3.5; of 10,000,000 1,254 / 101 / 49. The tables take 64 bytes a row in 16 parts (and 4 MB), 48 in 12 (and
 * 101 MB), and 0.9 or 2.6 seconds a million rows to build.
 */
export function layoutFor(rows: number): KeyLayout | null {
  if (rows < 2_000) return null;
  return rows < 1_000_000 ? { keys: 16, bits: 16 } : { keys: 12, bits: 21 };
}

type LookUp = (query: Uint32Array, nearest: NearestRows) => void;

function lookAtEvery(hashes: Uint32Array): LookUp {
  const rows = hashes.length / HASH_WORDS;
  return (query, nearest) => {
    let most = nearest.most;
    for (let row = 0; row < rows && most >= 0; row++) {
      const distance = distanceWithin(hashes, row, query, most);
      if (distance > most || !hasHash(hashes, row)) continue;
      nearest.add(row, distance);
      most = nearest.most;
    }
  };
}

function lookUpInTables(hashes: Uint32Array, layout: KeyLayout): LookUp {
  const tables = buildTables(hashes, layout);
  const readers = tables.map((_, part) => keyReader(layout, part));
  const patterns: number[][] = [];
  const seen = new Uint32Array(Math.ceil(hashes.length / HASH_WORDS / 32));

  return (query, nearest) => {
    seen.fill(0);
    let most = nearest.most;
    // Before each round, every row nearer than `radius` has been seen.
    for (let radius = 0; radius <= most; radius++) {
      const turned = Math.floor(radius / layout.keys);
      const { starts, ordinals } = tables[radius % layout.keys];
      const key = readers[radius % layout.keys](query, 0);
      for (const pattern of (patterns[turned] ??= bitPatterns(layout.bits, turned))) {
        const end = starts[(key ^ pattern) + 1];
        for (let i = starts[key ^ pattern]; i < end; i++) {
          const row = ordinals[i];
          const bit = 1 << (row & 31);
          const word = seen[row >>> 5];
          if ((word & bit) !== 0) continue;
          seen[row >>> 5] = word | bit;
          const distance = distanceWithin(hashes, row, query, most);
          if (distance > most) continue;
          nearest.add(row, distance);
          most = nearest.most;
          if (radius > most) return;
        }
      }
    }
  };
}
