import sharp from 'sharp';
import { mapConcurrently } from '../../../src/core/concurrency.ts';
import type { Grade } from '../../../src/core/evidence.ts';
import type { EvalOptions } from '../options.ts';
import type { Painters } from '../paint/painters.ts';
import { isFound, type Outcome } from '../score/outcome.ts';
import type { EvalRow, EvalSet } from '../set/rows.ts';
import { rowKey } from '../set/twins.ts';

/** Two pictures beside each other, as data URLs of small JPEG files. */
export interface Pair {
  edit: string;
  /** Key of the row on the left. */
  row: string;
  /** What was said: the grade given to the row, null for none. */
  grade: Grade | null;
  left: string;
  right: string;
}

/** The pictures of a report. */
export interface Gallery {
  /** Own row and its edit, which was not found. */
  misses: Pair[];
  /** How many misses there are in all. */
  missCount: number;
  /** A row that was claimed to hold the edit, and the edit. */
  falseMatches: Pair[];
}

const MAX_MISSES = 200;
const MAX_FALSE = 60;
const THUMBNAIL = { side: 180, quality: 62 };

/** Draws at most 200 misses, all edits by turns, and at most 60 false matches. */
export async function galleryOf(
  outcomes: readonly Outcome[],
  { rows }: EvalSet,
  painters: Painters,
  options: EvalOptions,
): Promise<Gallery> {
  const byKey = new Map(rows.map((row) => [rowKey(row.dataset, row.name), row]));
  const missed = byTurns(outcomes.filter(isMissed));
  const claimed = outcomes.flatMap((outcome) =>
    (outcome.pipeline?.falseMatches ?? []).map((match) => ({ outcome, match })),
  );
  const pair = async (outcome: Outcome, shown: string, grade: Grade | null): Promise<Pair> => {
    // Every key is of a row of the set.
    const [own, row] = [byKey.get(outcome.picture) as EvalRow, byKey.get(shown) as EvalRow];
    const edited = await painters.paint({
      kind: 'edit',
      edit: outcome.edit,
      picture: await own.picture(),
      name: own.name,
      seed: options.seed,
    });
    const [left, right] = [await thumbnail(await row.picture()), await thumbnail(edited)];
    return { edit: outcome.edit, row: shown, grade, left, right };
  };
  return {
    misses: await mapConcurrently(missed.slice(0, MAX_MISSES), 4, (outcome) =>
      pair(outcome, outcome.picture, outcome.pipeline?.grade ?? null),
    ),
    missCount: missed.length,
    falseMatches: await mapConcurrently(claimed.slice(0, MAX_FALSE), 4, ({ outcome, match }) =>
      pair(outcome, match.row, match.grade),
    ),
  };
}

/** By the whole check; where it was not asked, by the first stage that was. */
function isMissed({ pipeline, isCandidate, isNearest, isNearPdq, geometry }: Outcome): boolean {
  if (pipeline) return !isFound(pipeline);
  return !(isCandidate ?? Object.values(isNearest)[0] ?? isNearPdq ?? geometry?.isConfirmed ?? true);
}

/** The first of each edit, then the second of each, and so on. */
function byTurns(outcomes: readonly Outcome[]): Outcome[] {
  const turns = new Map<string, number>();
  const numbered = outcomes.map((outcome) => {
    const turn = (turns.get(outcome.edit) ?? 0) + 1;
    turns.set(outcome.edit, turn);
    return { outcome, turn };
  });
  return numbered.toSorted((a, b) => a.turn - b.turn).map(({ outcome }) => outcome);
}

async function thumbnail(picture: Uint8Array): Promise<string> {
  const { side, quality } = THUMBNAIL;
  const small = await sharp(picture)
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer();
  return `data:image/jpeg;base64,${small.toString('base64')}`;
}
