import type { Grade } from '../../../src/core/evidence.ts';

/** A row that was claimed to hold the picture, and does not. */
export interface FalseMatch {
  /** As `rowKey` gives it. */
  row: string;
  grade: Grade;
}

/** What the whole check says of one edited picture. */
export interface PipelineOutcome {
  /** Of the own row; null where it is not among the answer's rows at all. */
  grade: Grade | null;
  /** 1-based place of the own row among matches and look-alikes; null where it is in neither. */
  rank: number | null;
  /** Grades of the rows that hold the picture: its own, and those that showed it before the edit. */
  trueMatches: Grade[];
  /** Of both checks together, each row once. */
  falseMatches: FalseMatch[];
  /** Rows that the two checks compared the picture with. */
  rowsCompared: number;
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

/** Whether the own row is claimed: every grade but the look-alike. */
export function isFound(outcome: PipelineOutcome): boolean {
  return outcome.grade !== null && outcome.grade !== 'look-alike';
}
