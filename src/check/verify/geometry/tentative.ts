import { KEYPOINT_MATCH, UNIT } from '../../../core/calibration.ts';
import { kernels } from '../../../fingerprint/kernels/load.ts';
import { WORDS } from '../../../fingerprint/keypoints/descriptor.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';

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
  const { run, room, words, floats } = kernels();
  // One after the other: descriptors of both, the row's early words, the pairs, the row's places.
  const from = room('matching', (4 * WORDS + 8) * query.count + (4 * WORDS + 16) * row.count);
  const others = from + 4 * WORDS * query.count;
  const early = others + 4 * WORDS * row.count;
  const pairs = early + 8 * row.count;
  const x = pairs + 8 * query.count;
  const y = x + 4 * row.count;
  words(from, WORDS * query.count).set(query.descriptors);
  words(others, WORDS * row.count).set(row.descriptors);
  floats(x, row.count).set(row.x);
  floats(y, row.count).set(row.y);
  const own = [from, query.count, query.dark] as const;
  const theirs = [others, row.count, row.dark, x, y, row.width, row.height] as const;
  const limits = [mostDistance, RIVALS_WITHIN, ratio, earlyDistance, samePlace * UNIT] as const;
  const count = run.match(...own, ...theirs, ...limits, early, pairs);
  const found = words(pairs, 2 * count);
  return {
    query: Array.from({ length: count }, (_, i) => found[2 * i]),
    row: Array.from({ length: count }, (_, i) => found[2 * i + 1]),
  };
}
