import { COPY } from './calibration.ts';

/** Strongest first. */
export const GRADES = ['identical', 'copy', 'edited', 'look-alike'] as const;
export type Grade = (typeof GRADES)[number];

/** Whether two hashes at this distance are of the same picture; false where a hash is missing. */
export function isCopyDistance(pdqDistance: number | null): boolean {
  return pdqDistance !== null && pdqDistance <= COPY.mostDistance;
}

/** Whether a picture of this PDQ quality has enough in it for its hash to be trusted; false where unknown. */
export function isClear(pdqQuality: number | null): boolean {
  return pdqQuality !== null && pdqQuality >= COPY.leastQuality;
}
