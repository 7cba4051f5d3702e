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
  const { run, rooms, words, floats } = kernels();
  const at = rooms('matching', {
    query: 4 * WORDS * query.count,
    row: 4 * WORDS * row.count,
    x: 4 * row.count,
    y: 4 * row.count,
    early: 8 * row.count,
    pairs: 8 * query.count,
  });
  words(at.query, WORDS * query.count).set(query.descriptors);
  words(at.row, WORDS * row.count).set(row.descriptors);
  floats(at.x, row.count).set(row.x);
  floats(at.y, row.count).set(row.y);
  const own = [at.query, query.count, query.dark] as const;
  const theirs = [at.row, row.count, row.dark, at.x, at.y, row.width, row.height] as const;
  const limits = [mostDistance, RIVALS_WITHIN, ratio, earlyDistance, samePlace * UNIT] as const;
  const count = run.match(...own, ...theirs, ...limits, at.early, at.pairs);
  const found = words(at.pairs, 2 * count);
  return {
    query: Array.from({ length: count }, (_, i) => found[2 * i]),
    row: Array.from({ length: count }, (_, i) => found[2 * i + 1]),
  };
}
