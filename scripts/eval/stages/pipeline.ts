import type { Trainspot } from '../../../src/service/trainspot.ts';
import type { Match } from '../../../src/api/match.ts';
import type { CheckResult } from '../../../src/api/check-result.ts';
import type { FalseMatch, PipelineOutcome } from '../score/outcome.ts';
import { isSamePicture, rowKey, type KnownRow } from '../set/twins.ts';

/** As many look-alikes as an answer may hold, so that the own row's rank is seen. */
const LOOK_ALIKES = 100;

/**
 * Asks the service for an edited picture twice: in all datasets, and in those without its own row, where any match
 * is false.
 */
export async function checkEdit(
  service: Trainspot,
  own: KnownRow,
  edited: Uint8Array,
): Promise<PipelineOutcome> {
  const { dataset: ownDataset, name } = own.row;
  const ownKey = rowKey(ownDataset, name);
  const isTrue = (match: Match): boolean => isSamePicture(own, keyOf(match));
  const whole = await service.checkPicture(new Uint8Array(edited), { limit: LOOK_ALIKES });
  const others = whole.coverage.map(({ dataset }) => dataset).filter((dataset) => dataset !== ownDataset);
  const answers = [whole];
  if (others.length > 0)
    answers.push(await service.checkPicture(new Uint8Array(edited), { datasets: others, limit: 1 }));

  const shown = [...whole.matches, ...whole.parts, ...whole.lookAlikes];
  const place = shown.findIndex((match) => keyOf(match) === ownKey);
  return {
    grade: place < 0 ? null : shown[place].grade,
    rank: place < 0 ? null : place + 1,
    trueMatches: whole.matches.filter(isTrue).map(({ grade }) => grade),
    falseMatches: eachOnce(answers.flatMap(({ matches }) => matches.filter((match) => !isTrue(match)))),
    rowsCompared: answers.reduce((sum, answer) => sum + rowsSearched(answer), 0),
  };
}

function eachOnce(matches: readonly Match[]): FalseMatch[] {
  const byRow = new Map(matches.map((match) => [keyOf(match), match.grade]));
  return [...byRow].map(([row, grade]) => ({ row, grade }));
}

function keyOf({ dataset, rowId }: Match): string {
  return rowKey(dataset, rowId);
}

function rowsSearched({ coverage }: CheckResult): number {
  return coverage.reduce((sum, { rowsIndexed }) => sum + rowsIndexed, 0);
}
