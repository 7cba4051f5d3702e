import sharp from 'sharp';
import { mapConcurrently } from '../../../src/core/concurrency.ts';
import { counted } from '../../../src/core/words/counts.ts';
import type { EvalOptions } from '../options.ts';
import { editedPicture } from '../paint/edited.ts';
import type { Painters } from '../paint/painters.ts';
import { isFound, type Outcome, type SeenGrade } from '../score/outcome.ts';
import type { Table } from '../score/table.ts';
import type { WrongPair } from '../score/wrong-pairs.ts';
import type { EvalRow } from '../set/row.ts';
import type { EvalSet } from '../set/rows.ts';
import { rowKey } from '../set/row-key.ts';

/** Two pictures beside each other, as data URLs of small JPEG files. */
export interface Pair {
  /** Misses are shown by their edits, wrong pairs by the kinds of the pictures asked. */
  group: string;
  /** Key of the row on the left. */
  row: string;
  /** What was said: the grade given to the row, null for none. */
  grade: SeenGrade | null;
  /** What else there is to say of it; empty where there is nothing. */
  note: string;
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
/** Each pair of two pictures once; a page of them has some 20 MB. */
const MAX_FALSE = 1000;
const THUMBNAIL = { side: 180, quality: 62 };

/** Draws at most 200 misses, all edits by turns, and at most 1,000 pairs that were wrongly claimed. */
export async function galleryOf(
  { wrongPairs }: Table,
  outcomes: readonly Outcome[],
  { rows }: EvalSet,
  painters: Painters,
  options: EvalOptions,
): Promise<Gallery> {
  const byKey = new Map(rows.map((row) => [rowKey(row.dataset, row.name), row]));
  // Every key is of a row of the set.
  const rowOf = (key: string): EvalRow => byKey.get(key) as EvalRow;
  const shown = async (
    row: string,
    picture: string,
    edit: string,
  ): Promise<Pick<Pair, 'left' | 'right'>> => ({
    left: await thumbnail(await rowOf(row).picture()),
    right: await thumbnail(await editedPicture(rowOf(picture), edit, painters, options.seed)),
  });
  const missed = byTurns(outcomes.filter(isMissed));
  return {
    misses: await mapConcurrently(
      missed.slice(0, MAX_MISSES),
      4,
      async ({ picture, edit, pipeline }): Promise<Pair> => ({
        group: edit,
        row: picture,
        grade: pipeline?.grade ?? null,
        note: '',
        ...(await shown(picture, picture, edit)),
      }),
    ),
    missCount: missed.length,
    falseMatches: await mapConcurrently(wrongPairs.slice(0, MAX_FALSE), 4, async (pair): Promise<Pair> => ({
      group: pair.kind,
      row: pair.row,
      grade: pair.grade,
      note: pairInWords(pair),
      ...(await shown(pair.row, pair.picture, pair.edits[0])),
    })),
  };
}

/** Such as "asked: eval-a/x.jpg, unedited (and 3 more edits) · 14 inliers, 22 % agreeing". */
function pairInWords({ picture, edits, inliers, agreementPercent }: WrongPair): string {
  const more = edits.length > 1 ? ` (and ${counted(edits.length - 1, 'more edit')})` : '';
  const points =
    inliers === null ? 'no placement' : `${inliers} inliers, ${agreementPercent?.toFixed(0)} % agreeing`;
  return `asked: ${picture}, ${edits[0]}${more} · ${points}`;
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
