import { createPdqIndex, type PdqIndex } from './hash-index.ts';
import { bytesToWords, HASH_WORDS } from './hash-words.ts';

/** A picture whose hash is near. */
export interface NearSeen {
  /** `images.id`. */
  imageId: number;
  /** Differing bits of 256. */
  distance: number;
}

/** PDQ hashes by the picture's id, to which more come while it is searched. */
export interface GrowingPdqIndex {
  /** Adds hashes, or puts them in the place of what these pictures had. @param hashes 64 hex digits each */
  put(imageIds: readonly number[], hashes: readonly string[]): void;
  /** As `PdqIndex.near`. */
  near(hashes: readonly string[], maxDistance: number, count: number): NearSeen[];
}

/**
 * What came lately is compared one by one, and taken into the tables with the rest once it is this many, or this share
 * of all: building them takes a second a million rows.
 */
const MOST_FRESH = 2_000;
const FRESH_SHARE = 1 / 8;

interface Part {
  imageIds: readonly number[];
  index: PdqIndex;
}

export function createGrowingPdqIndex(): GrowingPdqIndex {
  const placeOf = new Map<number, number>();
  let words = new Uint32Array(0);
  let settled = partOf([]);
  let fresh = partOf([]);
  const isFresh = new Set<number>();
  let isStale = false;

  function partOf(imageIds: readonly number[]): Part {
    const own = new Uint32Array(imageIds.length * HASH_WORDS);
    imageIds.forEach((imageId, i) => {
      const at = placeOf.get(imageId)! * HASH_WORDS;
      own.set(words.subarray(at, at + HASH_WORDS), i * HASH_WORDS);
    });
    return { imageIds, index: createPdqIndex(own) };
  }
  function placeFor(imageId: number): number {
    const known = placeOf.get(imageId);
    if (known !== undefined) return known;
    const place = placeOf.size;
    placeOf.set(imageId, place);
    if (words.length < placeOf.size * HASH_WORDS) {
      const grown = new Uint32Array(2 * placeOf.size * HASH_WORDS);
      grown.set(words);
      words = grown;
    }
    return place;
  }
  function refresh(): void {
    if (!isStale) return;
    isStale = false;
    if (isFresh.size > Math.max(MOST_FRESH, placeOf.size * FRESH_SHARE)) {
      settled = partOf([...placeOf.keys()]);
      isFresh.clear();
    }
    fresh = partOf([...isFresh]);
  }
  return {
    put(imageIds, hashes) {
      imageIds.forEach((imageId, i) => {
        // First, since `words` may be larger ones afterwards.
        const place = placeFor(imageId);
        words.set(bytesToWords(Buffer.from(hashes[i], 'hex')), place * HASH_WORDS);
        isFresh.add(imageId);
      });
      isStale = true;
    },
    near(hashes, maxDistance, count) {
      refresh();
      const found = [settled, fresh].flatMap((part) =>
        part.index
          .near(hashes, maxDistance, count)
          .map(({ ordinal, distance }) => ({ imageId: part.imageIds[ordinal], distance }))
          // What the tables say of a picture that has another hash since is out of date.
          .filter(({ imageId }) => part === fresh || !isFresh.has(imageId)),
      );
      return found.toSorted((a, b) => a.distance - b.distance || a.imageId - b.imageId).slice(0, count);
    },
  };
}
