import type { BatchItem, BatchMatch } from '../../api/batch.ts';
import type { CheckResult } from '../../api/check-result.ts';
import type { Match } from '../../api/match.ts';
import { BATCH_ROWS } from '../../core/bounds.ts';
import { TrainspotError } from '../../core/errors.ts';

/** What becomes of an item. */
export type Outcome = Omit<BatchItem, 'n' | 'name'>;

/** Of one that nobody has looked at yet. */
export const WAITING: Outcome = {
  state: 'waiting',
  checkId: null,
  verdict: null,
  matches: [],
  parts: [],
  rowsLeftOut: 0,
  undecided: 0,
  error: null,
};

/** What a batch keeps of an answer: its rows by where they stand, `BATCH_ROWS` at most, matches first. */
export function outcomeOf({ id, verdict, matches, parts, toCompare = [] }: CheckResult): Outcome {
  const shown = matches.slice(0, BATCH_ROWS);
  const shownParts = parts.slice(0, BATCH_ROWS - shown.length);
  return {
    ...WAITING,
    state: 'done',
    checkId: id,
    verdict: { answer: verdict.answer, sentence: verdict.sentence },
    matches: shown.map(inShort),
    parts: shownParts.map(inShort),
    rowsLeftOut: matches.length + parts.length - shown.length - shownParts.length,
    undecided: toCompare.length,
    ...(toCompare.length > 0 && { toCompare }),
  };
}

/** @param failure anything that was thrown; what nobody foresaw is not told */
export function failedOutcome(failure: unknown): Outcome {
  const error =
    failure instanceof TrainspotError
      ? { code: failure.code, detail: failure.message }
      : {
          code: 'internal',
          detail:
            'Something went wrong here. Check this picture by itself, or tell whoever runs this service.',
        };
  return { ...WAITING, state: 'failed', error };
}

function inShort({ grade, dataset, release, rowId, url, n, group, unsafe }: Match): BatchMatch {
  return { grade, dataset, release, rowId, url, n, group, unsafe };
}
