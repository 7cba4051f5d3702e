import { onesOf } from '../../../src/core/bits.ts';
import { KEYPOINT_MATCH, UNIT } from '../../../src/core/calibration.ts';
import { WORDS } from '../../../src/fingerprint/keypoints/descriptor.ts';
import type { Keypoints } from '../../../src/fingerprint/keypoints/keypoint-bytes.ts';

/** Pairs of keypoints that look alike: the i-th is query keypoint `query[i]` and row keypoint `row[i]`. */
export interface Tentative {
  query: number[];
  row: number[];
}

const { mostDistance, ratio, earlyDistance, samePlace } = KEYPOINT_MATCH;

/** A rival further off than this cannot be one, since the nearest is within `mostDistance`. */
const RIVALS_WITHIN = Math.ceil(mostDistance / ratio);

/**
 * For each keypoint of the query, the row's keypoint that looks most like it, where it does so clearly more than
 * any other place of the row's picture.
 */
export function tentativeMatches(query: Keypoints, row: Keypoints): Tentative {
  const matches: Tentative = { query: [], row: [] };
  for (let i = 0; i < query.count; i++) {
    const best = clearlyNearest(query.descriptors, i * WORDS, row, i < query.dark);
    if (best < 0) continue;
    matches.query.push(i);
    matches.row.push(best);
  }
  return matches;
}

/** The row's keypoint, dark or light, that is nearest to a descriptor and has no rival, or -1. */
function clearlyNearest(descriptors: Int32Array, at: number, row: Keypoints, isDark: boolean): number {
  let best = -1;
  let bestDistance = mostDistance + 1;
  let second = RIVALS_WITHIN;
  let secondAt = -1;
  const others = row.descriptors;
  const [first, middle] = [descriptors[at], descriptors[at + WORDS / 2]];
  const end = isDark ? row.dark : row.count;
  for (let j = isDark ? 0 : row.dark, to = j * WORDS; j < end; j++, to += WORDS) {
    // Here, in line, since three in four pairs go no further.
    const early = onesOf(first ^ others[to]) + onesOf(middle ^ others[to + WORDS / 2]);
    if (early > earlyDistance) continue;
    const distance = early + restOfDistance(descriptors, at, others, to);
    if (distance >= second) continue;
    if (distance < bestDistance) {
      if (best >= 0 && !isSamePlace(row, best, j)) [second, secondAt] = [bestDistance, best];
      [best, bestDistance] = [j, distance];
      if (secondAt >= 0 && isSamePlace(row, secondAt, j)) [second, secondAt] = [RIVALS_WITHIN, -1];
    } else if (best < 0 || !isSamePlace(row, best, j)) {
      [second, secondAt] = [distance, j];
    }
  }
  return bestDistance <= ratio * second ? best : -1;
}

function isSamePlace(keypoints: Keypoints, a: number, b: number): boolean {
  return (
    Math.abs(keypoints.x[a] - keypoints.x[b]) * keypoints.width < samePlace * UNIT &&
    Math.abs(keypoints.y[a] - keypoints.y[b]) * keypoints.height < samePlace * UNIT
  );
}

/** Differing bits of all words but the first of each half. */
function restOfDistance(a: Int32Array, at: number, b: Int32Array, to: number): number {
  return (
    onesOf(a[at + 1] ^ b[to + 1]) +
    onesOf(a[at + 2] ^ b[to + 2]) +
    onesOf(a[at + 3] ^ b[to + 3]) +
    onesOf(a[at + 5] ^ b[to + 5]) +
    onesOf(a[at + 6] ^ b[to + 6]) +
    onesOf(a[at + 7] ^ b[to + 7])
  );
}
