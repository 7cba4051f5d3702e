import type { CheckCounts, KindCounts, SizeCounts } from '../../../src/core/measured-counts.ts';
import { FOUND_GRADES, strongestOf, type Outcome } from './outcome.ts';

/**
 * How many checks of pictures that are not in the index were answered "found". Each check is asked of an index in which
 * its picture does stand, and everything that shows it is then left out of the answer: its own row and its variants.
 * What is left is what an index without them says, and a check counts as answered "found" where any row is left that is
 * identical, a copy or edited, in the check of all rows or in the one without the dataset of its own row.
 *
 * The edits of one picture are no independent pictures: what is wrong of one edit is likely to be wrong of the next. So
 * pictures are counted beside checks, and bounds rest on them (`src/core/false-positives.ts`).
 */
export function sizeCounts(rows: number, outcomes: readonly Outcome[]): SizeCounts {
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))];
  return { rows, kinds: kinds.map((kind) => kindCounts(kind, outcomes)) };
}

function kindCounts(kind: string, outcomes: readonly Outcome[]): KindCounts {
  const own = outcomes.filter((outcome) => outcome.kind === kind && outcome.pipeline !== null);
  const answered = own.flatMap(({ picture, pipeline }) => {
    const grade = strongestOf(pipeline?.falseMatches ?? []);
    return grade === null ? [] : { picture, grade };
  });
  const byGrade = FOUND_GRADES.map((grade) => ({
    grade,
    of: answered.filter((each) => each.grade === grade),
  }));
  return {
    kind,
    asked: counts(own),
    found: counts(answered),
    byGrade: Object.fromEntries(
      byGrade.filter(({ of }) => of.length > 0).map(({ grade, of }) => [grade, counts(of)]),
    ),
  };
}

function counts(checks: readonly { picture: string }[]): CheckCounts {
  return [checks.length, new Set(checks.map(({ picture }) => picture)).size];
}
