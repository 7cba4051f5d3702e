import { WORDS } from '../../../image/keypoints/descriptor.ts';
import type { Keypoints } from '../../../image/keypoints/signature.ts';

/** Pairs of keypoints that look alike: the i-th is query keypoint `query[i]` and row keypoint `row[i]`. */
export interface Tentative {
  query: number[];
  row: number[];
}

/** Bits that two descriptors of one place may differ in, of 256. */
const MOST_DISTANCE = 84;

/** The nearest must be this much nearer than the second: a texture that repeats says nothing about a place. */
const RATIO = 0.85;

/** Bits of the first 64 beyond which two descriptors are taken for different ones. */
const EARLY_DISTANCE = 26;

/** Two keypoints of one place, seen in two sizes or directions, are no rivals: this near, in picture sides. */
const SAME_PLACE = 0.015;

/**
 * For each keypoint of the query, the row's keypoint that looks most like it, where it does so clearly more than
 * any other place of the row's picture.
 */
export function tentativeMatches(query: Keypoints, row: Keypoints): Tentative {
  const matches: Tentative = { query: [], row: [] };
  const rivalsFrom = Math.ceil(MOST_DISTANCE / RATIO);
  for (let i = 0; i < query.count; i++) {
    let best = -1;
    let bestDistance = MOST_DISTANCE + 1;
    let second = rivalsFrom;
    let secondAt = -1;
    for (let j = 0; j < row.count; j++) {
      const distance = distanceWithin(query.descriptors, i * WORDS, row.descriptors, j * WORDS, second);
      if (distance >= second) continue;
      if (distance < bestDistance) {
        if (best >= 0 && !isSamePlace(row, best, j)) [second, secondAt] = [bestDistance, best];
        [best, bestDistance] = [j, distance];
        if (secondAt >= 0 && isSamePlace(row, secondAt, j)) [second, secondAt] = [rivalsFrom, -1];
      } else if (best < 0 || !isSamePlace(row, best, j)) {
        [second, secondAt] = [distance, j];
      }
    }
    if (best < 0 || bestDistance > RATIO * second) continue;
    matches.query.push(i);
    matches.row.push(best);
  }
  return matches;
}

function isSamePlace(keypoints: Keypoints, a: number, b: number): boolean {
  return (
    Math.abs(keypoints.x[a] - keypoints.x[b]) < SAME_PLACE &&
    Math.abs(keypoints.y[a] - keypoints.y[b]) < SAME_PLACE
  );
}

/**
 * Differing bits, or any number from `limit` on where they are known or all but certain to be that many: after
 * the first two words of each half the count must be on its way. (Of true pairs within `MOST_DISTANCE` 1 in
 * 1,000 is given up there; of others three in four are.)
 */
function distanceWithin(a: Uint32Array, at: number, b: Uint32Array, to: number, limit: number): number {
  let distance = bitsOf(a[at] ^ b[to]) + bitsOf(a[at + 4] ^ b[to + 4]);
  if (distance > EARLY_DISTANCE) return limit;
  distance += bitsOf(a[at + 2] ^ b[to + 2]) + bitsOf(a[at + 6] ^ b[to + 6]);
  if (distance >= limit) return limit;
  distance += bitsOf(a[at + 1] ^ b[to + 1]) + bitsOf(a[at + 5] ^ b[to + 5]);
  if (distance >= limit) return limit;
  return distance + bitsOf(a[at + 3] ^ b[to + 3]) + bitsOf(a[at + 7] ^ b[to + 7]);
}

/** Ones of a 32-bit word, counted in parallel (Hacker's Delight, figure 5-2). */
function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
