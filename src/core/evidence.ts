import { COPY } from './calibration.ts';

/** Strongest first. */
export const GRADES = ['identical', 'copy', 'edited', 'part', 'look-alike'] as const;
export type Grade = (typeof GRADES)[number];

/** Those of the same picture, which alone an answer calls found. */
export const FOUND_GRADES = ['identical', 'copy', 'edited'] as const satisfies readonly Grade[];
export type FoundGrade = (typeof FOUND_GRADES)[number];

/** Whether a row of this grade holds the same picture. */
export function isFound(grade: Grade): grade is FoundGrade {
  return FOUND_GRADES.some((found) => found === grade);
}

/** Whether a row of this grade holds any of the picture, so that somebody can be asked about it. */
export function isGround(grade: Grade): boolean {
  return grade !== 'look-alike';
}

/**
 * What the points that agree say of two pictures:
 * - `same-picture`: of what both pictures show the whole agrees, but for what was laid over it;
 * - `part`: a part of one picture stands in the other, and the rest of both differs: a figure, a logo, a template, a frame,
 *   an element of a collage that is itself only a piece;
 * - `same-subject`: points agree, and parallax or lighting shows that it was taken or drawn from elsewhere: the same place,
 *   another photograph.
 */
export type Relation = 'same-picture' | 'part' | 'same-subject';

/** Whether two hashes at this distance are of the same picture; false where a hash is missing. */
export function isCopyDistance(pdqDistance: number | null): boolean {
  return pdqDistance !== null && pdqDistance <= COPY.mostDistance;
}

/** Whether a picture of this PDQ quality has enough in it for its hash to be trusted; false where unknown. */
export function isClear(pdqQuality: number | null): boolean {
  return pdqQuality !== null && pdqQuality >= COPY.leastQuality;
}
