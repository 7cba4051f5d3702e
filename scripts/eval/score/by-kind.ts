import { FOUND_GRADES, isFoundGrade, type FoundGrade, type Outcome } from './outcome.ts';

/** What became of one edit of the pictures of one kind. */
export interface KindLine {
  kind: string;
  /** Name of an edit, or `all` of them together. */
  edit: string;
  asked: number;
  /** Queries whose own row is identical, a copy, or edited. */
  found: number;
  part: number;
  lookAlike: number;
  /** Those whose own row is not among the answer's rows at all. */
  missed: number;
  /** Grade → pairs of a query and a row that shows something else, and got it. */
  wrong: Record<FoundGrade, number>;
  /** Such pairs that are told apart: the row is said to hold a part of the picture, or only to look like it. */
  othersAsPart: number;
  othersAlike: number;
}

/** Each kind with all edits together first, then edit by edit; empty where the whole check was not asked. */
export function kindLines(outcomes: readonly Outcome[]): KindLine[] {
  const checked = outcomes.filter(({ pipeline }) => pipeline !== null);
  const kinds = [...new Set(checked.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const own = checked.filter((outcome) => outcome.kind === kind);
    const edits = [...new Set(own.map(({ edit }) => edit))];
    const lines = edits.map((edit) =>
      lineOf(
        kind,
        edit,
        own.filter((outcome) => outcome.edit === edit),
      ),
    );
    return [lineOf(kind, 'all', own), ...lines];
  });
}

function lineOf(kind: string, edit: string, outcomes: readonly Outcome[]): KindLine {
  const checks = outcomes.flatMap(({ pipeline }) => pipeline ?? []);
  const graded = (isIn: (grade: (typeof checks)[number]['grade']) => boolean): number =>
    checks.filter((check) => isIn(check.grade)).length;
  const sum = (of: (check: (typeof checks)[number]) => number): number =>
    checks.reduce((total, check) => total + of(check), 0);
  const wrong = (grade: FoundGrade): number =>
    sum(({ falseMatches }) => falseMatches.filter((match) => match.grade === grade).length);
  return {
    kind,
    edit,
    asked: checks.length,
    found: graded(isFoundGrade),
    part: graded((grade) => grade === 'part'),
    lookAlike: graded((grade) => grade === 'look-alike'),
    missed: graded((grade) => grade === null),
    wrong: Object.fromEntries(FOUND_GRADES.map((grade) => [grade, wrong(grade)])) as KindLine['wrong'],
    othersAsPart: sum(({ othersAsPart }) => othersAsPart),
    othersAlike: sum(({ othersAlike }) => othersAlike),
  };
}
