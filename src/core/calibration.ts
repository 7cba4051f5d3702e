/**
 * Where each grade begins, how that was found, and how often it was wrong. Every threshold of the service stands
 * here; a model's own floors stand on its card.
 */

/**
 * `copy`: differing bits of 256, and the least PDQ quality of both pictures.
 * Source: Facebook's PDQ paper of 2019 recommends 31 and 50. Measured here: see `PRECISION.copy`.
 */
export const COPY = { mostDistance: 31, leastQuality: 50 } as const;

/**
 * `edited`: what the keypoints of two pictures must show.
 * `leastInliers`: keypoints that one placement explains. `leastPercentOfEither`: of one of the two pictures, the
 * area they span; `leastPercentOfBoth`: of each. `leastAgreementPercent`: of the keypoints in the middle of what the pictures share.
 */
export const EDITED = {
  leastInliers: 9,
  leastPercentOfEither: 8,
  leastPercentOfBoth: 0.8,
  leastAgreementPercent: 4,
} as const;
