import { wilsonInterval } from '../../../src/core/wilson.ts';
import { FOUND_GRADES, type FoundGrade, type Outcome } from './outcome.ts';

/** Of the rows that got a grade, how many hold the picture: over all queries and both checks. */
export interface Precision {
  grade: FoundGrade;
  /** Pairs of a query and a row that holds it. */
  truePairs: number;
  falsePairs: number;
  /** Null where there is no pair. */
  precision: number | null;
  /** 95 %, Wilson. */
  interval: [low: number, high: number];
}

export function precisionOf(outcomes: readonly Outcome[]): Precision[] {
  return FOUND_GRADES.map((grade) => precisionOfGrade(grade, outcomes));
}

function precisionOfGrade(grade: FoundGrade, outcomes: readonly Outcome[]): Precision {
  const checks = outcomes.flatMap(({ pipeline }) => pipeline ?? []);
  const count = (grades: readonly FoundGrade[]): number => grades.filter((each) => each === grade).length;
  const truePairs = count(checks.flatMap(({ trueMatches }) => trueMatches));
  const falsePairs = count(checks.flatMap(({ falseMatches }) => falseMatches.map((match) => match.grade)));
  const pairs = truePairs + falsePairs;
  return {
    grade,
    truePairs,
    falsePairs,
    precision: pairs === 0 ? null : truePairs / pairs,
    interval: wilsonInterval(truePairs, pairs),
  };
}
