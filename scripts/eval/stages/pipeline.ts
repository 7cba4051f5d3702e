import type { Trainspot } from '../../../src/service/trainspot.ts';
import type { Match } from '../../../src/api/match.ts';
import type { CheckResult } from '../../../src/api/check-result.ts';
import { isFoundGrade, type FalseMatch, type PipelineOutcome } from '../score/outcome.ts';
import { rowKey } from '../set/row-key.ts';
import { isSamePicture, type KnownRow } from '../set/twins.ts';

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
  const datasets = whole.coverage.map(({ dataset }) => dataset).filter((dataset) => dataset !== ownDataset);
  const answers = [whole];
  if (datasets.length > 0)
    answers.push(await service.checkPicture(new Uint8Array(edited), { datasets, limit: 1 }));

  const parts = partsOf(whole);
  const shown = [...whole.matches, ...parts, ...whole.lookAlikes];
  const others = (matches: readonly Match[]): number => matches.filter((match) => !isTrue(match)).length;
  const place = shown.findIndex((match) => keyOf(match) === ownKey);
  return {
    grade: place < 0 ? null : shown[place].grade,
    rank: place < 0 ? null : place + 1,
    trueMatches: whole.matches.filter(isTrue).flatMap(({ grade }) => (isFoundGrade(grade) ? grade : [])),
    falseMatches: eachOnce(answers.flatMap(({ matches }) => matches.filter((match) => !isTrue(match)))),
    othersAsPart: others(parts),
    othersAlike: others(whole.lookAlikes),
    rowsSearched: answers.reduce((sum, answer) => sum + rowsSearched(answer), 0),
  };
}

/** Rows that hold a part of the picture; none where the service does not tell them apart. */
function partsOf({ parts }: CheckResult & { parts?: readonly Match[] }): readonly Match[] {
  return parts ?? [];
}

function eachOnce(matches: readonly Match[]): FalseMatch[] {
  const byRow = new Map<string, FalseMatch>();
  for (const match of matches) {
    const { grade, geometry } = match;
    if (!isFoundGrade(grade)) continue;
    const row = keyOf(match);
    const { inliers, agreementPercent } = geometry ?? { inliers: null, agreementPercent: null };
    byRow.set(row, { row, grade, inliers, agreementPercent });
  }
  return [...byRow.values()];
}

function keyOf({ dataset, rowId }: Match): string {
  return rowKey(dataset, rowId);
}

function rowsSearched({ coverage }: CheckResult): number {
  return coverage.reduce((sum, { rowsIndexed }) => sum + rowsIndexed, 0);
}
