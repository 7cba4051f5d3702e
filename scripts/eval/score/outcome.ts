import type { Grade } from '../../../src/core/evidence.ts';

/** Grades that say that a row holds the picture, strongest first. */
export const FOUND_GRADES = ['identical', 'copy', 'edited'] as const satisfies readonly Grade[];
export type FoundGrade = (typeof FOUND_GRADES)[number];

/** What may be said of a row: that it holds a part of the picture is no find. */
export type SeenGrade = Grade | 'part';

/** A row that was claimed to hold the picture, and does not. */
export interface FalseMatch {
  /** As `rowKey` gives it. */
  row: string;
  grade: FoundGrade;
  /** Keypoints that agree, and their share in percent; null where the claim does not rest on them. */
  inliers: number | null;
  agreementPercent: number | null;
}

/** What the whole check says of one edited picture. */
export interface PipelineOutcome {
  /** Of the own row; null where it is not among the answer's rows at all. */
  grade: SeenGrade | null;
  /** 1-based place of the own row among matches, parts and look-alikes; null where it is in neither. */
  rank: number | null;
  /** Grades of the rows that hold the picture: its own, and those that showed it before the edit. */
  trueMatches: FoundGrade[];
  /** Of both checks together, each row once. */
  falseMatches: FalseMatch[];
  /** Rows that show something else and are said to hold a part of the picture, or only to look like it. */
  othersAsPart: number;
  othersAlike: number;
  /** Rows that stood in the two indexes; how many of them were looked at more closely is another matter. */
  rowsSearched: number;
}

/** What the keypoints say of one edited picture. */
export interface GeometryOutcome {
  /** Keypoints that agree on how the edit lies on its own row; 0 where there is no such placement. */
  inliers: number;
  /** Whether they would confirm the own row. */
  isConfirmed: boolean;
  /** The same of rows that show something else. */
  otherInliers: number[];
  othersConfirmed: number;
}

/** What became of one edit of one picture; a stage that was not asked for is null. */
export interface Outcome {
  /** As `rowKey` gives it. */
  picture: string;
  kind: string;
  edit: string;
  pipeline: PipelineOutcome | null;
  /** Whether the own row is among the candidates, at most 100 of them by their vectors. */
  isCandidate: boolean | null;
  /** Whether the own row's PDQ is within 31 of the edit's, in any orientation. */
  isNearPdq: boolean | null;
  /** Model → whether the row nearest by its embedding alone is the own one. */
  isNearest: Record<string, boolean>;
  /** Model → whether the own row is among the 50 nearest by its embedding alone. */
  isNear: Record<string, boolean>;
  geometry: GeometryOutcome | null;
}

/** Whether the own row is claimed to hold the picture. */
export function isFound({ grade }: PipelineOutcome): boolean {
  return isFoundGrade(grade);
}

/** Whether a grade claims that a row holds the picture. */
export function isFoundGrade(grade: SeenGrade | null): grade is FoundGrade {
  return FOUND_GRADES.some((found) => found === grade);
}

/** Of the rows that were wrongly claimed, the strongest claim; null where none was. */
export function strongestOf(claims: readonly { grade: FoundGrade }[]): FoundGrade | null {
  return FOUND_GRADES.find((grade) => claims.some((claim) => claim.grade === grade)) ?? null;
}
