import { startProgress } from '../../src/cli/progress.ts';
import { mapConcurrently } from '../../src/core/concurrency.ts';
import type { EvalOptions } from './options.ts';
import { editedPicture } from './paint/edited.ts';
import type { Painters } from './paint/painters.ts';
import type { Outcome } from './score/outcome.ts';
import type { EvalRow } from './set/row.ts';
import { rowKey } from './set/row-key.ts';
import type { KnownRow } from './set/twins.ts';
import { judge, type OpenStages } from './stages/stages.ts';

/** What was answered, in the order of the pictures, and of the edits for each. */
export interface Answers {
  outcomes: Outcome[];
  /** Asked picture → rows that show it before any edit; they are neither right nor false. Only where there are any. */
  twins: Record<string, string[]>;
}

/** Edited pictures under way at once. */
const AT_ONCE = 4;

/** Edits every asked picture in every way, and asks the stages for each. */
export async function askAll(
  asked: readonly EvalRow[],
  known: (row: EvalRow) => Promise<KnownRow>,
  stages: OpenStages,
  painters: Painters,
  { edits, seed, stages: wanted }: EvalOptions,
  isQuiet: boolean,
): Promise<Answers> {
  const progress = isQuiet ? null : startProgress('Checking', asked.length * edits.length);
  const twins: Answers['twins'] = {};
  let done = 0;
  const askOne = async (row: EvalRow): Promise<Outcome[]> => {
    const own = await known(row);
    const key = rowKey(row.dataset, row.name);
    if (own.twins.size > 0) twins[key] = [...own.twins];
    const outcomes: Outcome[] = [];
    for (const { name: edit } of edits) {
      const edited = await editedPicture(row, edit, painters, seed);
      outcomes.push({ picture: key, kind: row.kind, edit, ...(await judge(own, edited, wanted, stages)) });
      progress?.update(++done);
    }
    return outcomes;
  };
  const outcomes = (await mapConcurrently(asked, AT_ONCE, askOne)).flat();
  progress?.finish();
  return { outcomes, twins };
}
