import type { Edit } from '../edits/edit.ts';
import { histogramOf, type Bin } from './histogram.ts';
import { isDrawnKind } from '../set/rows.ts';
import { kindLines, type KindLine } from './by-kind.ts';
import { isFound, type Outcome, type SeenGrade } from './outcome.ts';
import { precisionOf, type Precision } from './precision.ts';
import { wrongPairs, type WrongPair } from './wrong-pairs.ts';

/** One line of the table. Shares are 0–1; null where the stage was not asked for. */
export interface Line {
  name: string;
  title: string;
  queries: number;
  /** Grade of the own row → queries; `none` where it is not among the answer's rows. */
  grades: Record<SeenGrade | 'none', number> | null;
  /** The own row is identical, a copy, or edited. */
  found: number | null;
  /** The own row comes first of all rows of the answer. */
  firstShare: number | null;
  /** The own row is among the candidates, at most 100 of them by their vectors. */
  recall: number | null;
  /** The own row's PDQ is within 31. */
  pdq: number | null;
  /** Model → share whose nearest row is the own one. */
  embedding: Record<string, number>;
  /** Model → share whose own row is among the 50 nearest. */
  embeddingRecall: Record<string, number>;
  /** The keypoints would confirm the own row. */
  geometry: number | null;
  /** Pairs of a query and a row that does not hold it, and is claimed to. */
  falseMatches: number | null;
}

/** All that an evaluation measured. */
export interface Table {
  lines: Line[];
  /**
   * Over all queries of the group's edits, and where there are pictures of a folder and drawings, over those of each;
   * a group without edits is left out.
   */
  means: Line[];
  precision: Precision[];
  byKind: KindLine[];
  wrongPairs: WrongPair[];
  /** Pairs of a query and a row that stood in the index; a check looks at a few of them more closely. */
  pairsSearched: number;
  /** Share missed by the first model's embedding, divided by each other model's; Infinity where that missed none. */
  missRatios: { first: string; second: string; ratio: number }[];
  /** Agreeing keypoints of own and of other rows; null where the geometry was not asked for. */
  histogram: Bin[] | null;
  /** Of the rows that show something else, how many the keypoints would confirm. */
  othersConfirmed: number;
}

export function tableOf(
  outcomes: readonly Outcome[],
  edits: readonly Edit[],
  models: readonly string[],
): Table {
  const groups = [
    { group: 'standard', title: 'mean of the standard edits' },
    { group: 'hard', title: 'mean of the hard edits' },
    { group: 'truth', title: 'mean of the edits at 800 pixels' },
  ];
  const inGroup = groups
    .map(({ group, title }) => {
      const names = new Set(edits.filter((edit) => edit.group === group).map(({ name }) => name));
      return { name: group, title, of: outcomes.filter(({ edit }) => names.has(edit)) };
    })
    .filter(({ of }) => of.length > 0);
  const all = lineOf('all', 'all', outcomes, models);
  return {
    lines: edits.map(({ name, title }) =>
      lineOf(
        name,
        title,
        outcomes.filter(({ edit }) => edit === name),
        models,
      ),
    ),
    means: inGroup.flatMap(({ name, title, of }) => [
      lineOf(name, title, of, models),
      ...kindsOf(of).map((kind) =>
        lineOf(`${name}-${kind.name}`, `${title}, ${kind.title}`, kind.of, models),
      ),
    ]),
    byKind: kindLines(outcomes),
    wrongPairs: wrongPairs(outcomes),
    precision: precisionOf(outcomes),
    pairsSearched: outcomes.reduce((sum, { pipeline }) => sum + (pipeline?.rowsSearched ?? 0), 0),
    missRatios: models.slice(1).map((second) => ({
      first: models[0],
      second,
      ratio: (1 - all.embedding[models[0]]) / (1 - all.embedding[second]),
    })),
    histogram: histogramOf(outcomes),
    othersConfirmed: outcomes.reduce((sum, { geometry }) => sum + (geometry?.othersConfirmed ?? 0), 0),
  };
}

/** None where all pictures are of one kind. */
function kindsOf(outcomes: readonly Outcome[]): { name: string; title: string; of: Outcome[] }[] {
  const drawn = outcomes.filter(({ kind }) => isDrawnKind(kind));
  if (drawn.length === 0 || drawn.length === outcomes.length) return [];
  const others = outcomes.filter(({ kind }) => !isDrawnKind(kind));
  return [
    { name: 'folder', title: 'pictures of the folder', of: others },
    { name: 'drawn', title: 'drawings', of: drawn },
  ];
}

function lineOf(name: string, title: string, outcomes: readonly Outcome[], models: readonly string[]): Line {
  const checks = outcomes.flatMap(({ pipeline }) => pipeline ?? []);
  const hasChecks = checks.length > 0;
  const ofChecks = (isIn: (check: (typeof checks)[number]) => boolean): number | null =>
    hasChecks ? checks.filter(isIn).length / checks.length : null;
  const byModel = (of: (outcome: Outcome) => Record<string, boolean>): Record<string, number> =>
    Object.fromEntries(
      models.map((model) => [model, shareOf(outcomes.map((each) => of(each)[model] ?? null)) ?? 0]),
    );
  return {
    name,
    title,
    queries: outcomes.length,
    grades: hasChecks ? gradeCounts(checks.map(({ grade }) => grade)) : null,
    found: ofChecks(isFound),
    firstShare: ofChecks(({ rank }) => rank === 1),
    recall: shareOf(outcomes.map(({ isCandidate }) => isCandidate)),
    pdq: shareOf(outcomes.map(({ isNearPdq }) => isNearPdq)),
    embedding: byModel(({ isNearest }) => isNearest),
    embeddingRecall: byModel(({ isNear }) => isNear),
    geometry: shareOf(outcomes.map(({ geometry }) => geometry?.isConfirmed ?? null)),
    falseMatches: hasChecks ? checks.reduce((sum, { falseMatches }) => sum + falseMatches.length, 0) : null,
  };
}

function gradeCounts(grades: readonly (SeenGrade | null)[]): Record<SeenGrade | 'none', number> {
  const counts = { identical: 0, copy: 0, edited: 0, part: 0, 'look-alike': 0, none: 0 };
  for (const grade of grades) counts[grade ?? 'none']++;
  return counts;
}

/** Null unless the stage answered every time. */
function shareOf(answers: readonly (boolean | null)[]): number | null {
  if (answers.length === 0 || answers.includes(null)) return null;
  return answers.filter(Boolean).length / answers.length;
}
