import { pictureFromFile } from '../check/receive/picture.ts';
import type { Config } from '../config/config.ts';
import { mapConcurrently } from '../core/concurrency.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Match } from '../core/evidence.ts';
import type { CheckResult, Coverage, NotSearched } from '../core/verdict.ts';
import type { Door } from './door.ts';

/** What stands in the array of results in place of one that could not be had. */
export interface FailedCheck {
  file: string;
  error: { code: string; detail: string };
}

/**
 * Checks the files, several at once; the answers stand in the files' order, failures among them.
 * @param onAnswer told of each answer in that order, as soon as it and all before it are there
 */
export async function checkFiles(
  files: readonly string[],
  config: Config,
  datasets: readonly string[],
  door: Door,
  onAnswer: (file: string, answer: CheckResult | FailedCheck) => void,
): Promise<(CheckResult | FailedCheck)[]> {
  const early = new Map<number, CheckResult | FailedCheck>();
  let next = 0;
  return mapConcurrently([...files.keys()], config.WORKER_THREADS * 2, async (place) => {
    const answer = await checkFile(files[place], config, datasets, door);
    early.set(place, answer);
    for (let told = early.get(next); told; told = early.get(next)) {
      early.delete(next);
      onAnswer(files[next++], told);
    }
    return answer;
  });
}

async function checkFile(
  file: string,
  config: Config,
  datasets: readonly string[],
  door: Door,
): Promise<CheckResult | FailedCheck> {
  try {
    const picture = await pictureFromFile(file, config.UPLOAD_MAX_BYTES);
    return await door.check(picture, datasets);
  } catch (error) {
    // Only what belongs to this picture; a database that is gone ends the whole command.
    if (!(error instanceof TrainspotError) || !error.code.startsWith('picture-')) throw error;
    return { file, error: { code: error.code, detail: error.message } };
  }
}

/** A result as lines for a person at a terminal. */
export function inWords(file: string, answer: CheckResult | FailedCheck): string[] {
  if ('error' in answer) return [file, `  Could not be checked. ${answer.error.detail}`];
  const { picture, verdict, matches, lookAlikes, coverage, notSearched } = answer;
  const lines = [file, `  ${verdict.sentence}`];
  for (const note of picture.notes ?? []) lines.push(`  Note: ${note}`);
  for (const match of matches) lines.push(...matchLines(match));
  if (lookAlikes.length > 0) {
    lines.push('  Look-alikes (by embedding alone; they are not counted as found):');
    for (const { dataset, rowId, url, similarity } of lookAlikes) {
      lines.push(`    ${similarity?.toFixed(3) ?? '  –  '}  ${dataset} row ${rowId}  ${url}`);
    }
  }
  return [...lines, ...coverageInWords(coverage, notSearched)];
}

/** What was searched and what was not, as lines. */
export function coverageInWords(
  coverage: readonly Coverage[],
  notSearched: readonly NotSearched[],
): string[] {
  const lines = coverage.map(({ dataset, release, rowsIndexed, rowsListed, rowsHashed, ...line }) => {
    const of = line.rowsPublished === null ? '' : ` of ${line.rowsPublished}`;
    const hidden = line.rowsSuppressed > 0 ? `, ${line.rowsSuppressed} suppressed` : '';
    const lost = line.rowsNotCompared > 0 ? `, ${line.rowsNotCompared} not compared (keypoints damaged)` : '';
    const how =
      line.indexedAt === null
        ? `${rowsListed}${of} rows listed${hidden}, none searched by picture, ${rowsHashed} by the hash of the file`
        : `${rowsIndexed}${of} rows${hidden}${lost}, model ${line.model}, index of ${line.indexedAt.slice(0, 10)}`;
    return `    ${dataset} (${release}): ${how}`;
  });
  const others = notSearched.map(({ dataset }) => dataset).join(', ');
  return ['  Searched:', ...(lines.length > 0 ? lines : ['    nothing']), `  Not searched: ${others}`];
}

function matchLines(match: Match): string[] {
  const { grade, dataset, release, rowId, url, view, pdqDistance, models, channels } = match;
  const distance =
    grade === 'copy' && pdqDistance !== null ? `, PDQ distance ${pdqDistance} of 256, ${view}` : '';
  return [
    `  ${grade}${distance}: ${dataset} (${release}), row ${rowId}`,
    `    ${url}`,
    ...(models.length === 0 ? [] : [`    pictures in this set trained: ${modelWords(models)}`]),
    ...channels.map(({ party, title, url: page, email }) => `    → ${party}: ${title}  ${page ?? email}`),
  ];
}

/** Each with how surely that is known, such as "Imagen (third-party)". */
function modelWords(models: Match['models']): string {
  return models.map(({ name, status }) => `${name} (${status})`).join(', ');
}
