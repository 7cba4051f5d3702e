/** Pixels of the longer side at which keypoints are found: what lengths in `core/calibration.ts` are counted in. */
export const UNIT = 256;
