import { FOUND_GRADES, type FalseMatch, type Outcome } from './outcome.ts';

/** A picture and a row of another one, which was claimed to hold it, in one edit or several. */
export interface WrongPair extends FalseMatch {
  /** Key of the picture that was asked. */
  picture: string;
  kind: string;
  /** The edits that it was claimed of; the grade and the numbers are those of the strongest claim, the first of these. */
  edits: string[];
}

/** Each pair once, the strongest claims first. */
export function wrongPairs(outcomes: readonly Outcome[]): WrongPair[] {
  const pairs = new Map<string, WrongPair>();
  for (const { picture, kind, edit, pipeline } of outcomes) {
    for (const match of pipeline?.falseMatches ?? []) {
      const key = JSON.stringify([picture, match.row]);
      const known = pairs.get(key);
      if (known === undefined) pairs.set(key, { ...match, picture, kind, edits: [edit] });
      else if (isStronger(match, known))
        pairs.set(key, { ...known, ...match, edits: [edit, ...known.edits] });
      else known.edits.push(edit);
    }
  }
  return [...pairs.values()].toSorted((a, b) => (isStronger(a, b) ? -1 : Number(isStronger(b, a))));
}

function isStronger(a: FalseMatch, b: FalseMatch): boolean {
  const step = FOUND_GRADES.indexOf(a.grade) - FOUND_GRADES.indexOf(b.grade);
  return step === 0 ? (a.inliers ?? 0) > (b.inliers ?? 0) : step < 0;
}
