import type { Config } from '../runtime/config.ts';
import { mapConcurrently } from '../core/concurrency.ts';
import { TrainspotError } from '../core/errors.ts';
import { counted } from '../core/words/counts.ts';
import { dayWords } from '../core/words/days.ts';
import { STATUS_WORDS } from '../core/words/sources.ts';
import { GRADE_WORDS, SAME_SUBJECT_WORDS } from '../core/words/grades.ts';
import type { Geometry } from '../api/geometry.ts';
import type { Live } from '../api/live.ts';
import type { Match } from '../api/match.ts';
import type { CheckResult, Coverage, NotSearched } from '../api/check-result.ts';
import type { Client, LiveWish } from '../service/trainspot.ts';
import type { NamedPicture } from './named-pictures.ts';

/** What stands in the array of results in place of one that could not be had. */
export interface FailedCheck {
  file: string;
  error: { code: string; detail: string };
}

/** How pictures are checked. */
interface CheckedHow {
  datasets: readonly string[];
  live: LiveWish;
}

/**
 * Checks the pictures, several at once. None of the answers is kept.
 * @param onAnswer told of each answer, failures among them, in the pictures' order, as soon as it and all before it are there
 */
export async function checkFiles(
  pictures: readonly NamedPicture[],
  config: Pick<Config, 'WORKER_THREADS'>,
  { datasets, live }: CheckedHow,
  client: Client,
  onAnswer: (file: string, answer: CheckResult | FailedCheck) => void,
): Promise<void> {
  const early = new Map<number, CheckResult | FailedCheck>();
  let next = 0;
  await mapConcurrently([...pictures.keys()], config.WORKER_THREADS * 2, async (place) => {
    const answer = await checkPicture(pictures[place], { datasets, live }, client);
    early.set(place, answer);
    for (let told = early.get(next); told; told = early.get(next)) {
      early.delete(next);
      onAnswer(pictures[next++].name, told);
    }
  });
}

async function checkPicture(
  { name, read }: NamedPicture,
  { datasets, live }: CheckedHow,
  client: Client,
): Promise<CheckResult | FailedCheck> {
  const failed = ({ code, message }: TrainspotError): FailedCheck => ({
    file: name,
    error: { code, detail: message },
  });
  let picture: Uint8Array;
  try {
    picture = await read();
  } catch (error) {
    if (!(error instanceof TrainspotError)) throw error;
    return failed(error);
  }
  try {
    return await client.checkPicture(picture, { datasets: [...datasets], live });
  } catch (error) {
    // Only what belongs to this picture; a database that is gone ends the whole command.
    if (!(error instanceof TrainspotError) || !error.code.startsWith('picture-')) throw error;
    return failed(error);
  }
}

/** A result as lines for a person at a terminal. */
export function inWords(file: string, answer: CheckResult | FailedCheck): string[] {
  if ('error' in answer) return [file, `  Could not be checked. ${answer.error.detail}`];
  const { picture, verdict, matches, parts, lookAlikes, coverage, notSearched } = answer;
  const lines = [file, `  ${verdict.sentence}`, ...liveLines(answer.live)];
  for (const note of picture.notes ?? []) lines.push(`  Note: ${note}`);
  for (const match of matches) lines.push(...matchLines(match));
  if (parts.length > 0) {
    lines.push(`  ${GRADE_WORDS.part.name} (${GRADE_WORDS.part.meaning}):`);
    for (const match of parts) lines.push(...matchLines(match));
  }
  if (lookAlikes.length > 0) {
    lines.push(`  ${GRADE_WORDS['look-alike'].name}s (${GRADE_WORDS['look-alike'].meaning}):`);
    for (const match of lookAlikes) lines.push(...lookAlikeLines(match));
  }
  return [...lines, ...coverageInWords(coverage, notSearched)];
}

/** What was searched and what was not, as lines. */
export function coverageInWords(
  coverage: readonly Coverage[],
  notSearched: readonly NotSearched[],
): string[] {
  const lines = coverage.map(
    ({ dataset, release, rowsIndexed, rowsListed, rowsHashed, rowsFingerprinted, ...line }) => {
      const of = line.rowsPublished === null ? '' : ` of ${line.rowsPublished}`;
      const hidden = line.rowsSuppressed > 0 ? `, ${line.rowsSuppressed} suppressed` : '';
      const lost =
        line.rowsNotCompared > 0
          ? `, ${line.rowsNotCompared} not compared (what is kept of them is damaged)`
          : '';
      const seen = `${rowsFingerprinted} with fingerprints`;
      const how =
        line.indexedAt === null
          ? `${rowsListed}${of} rows listed${hidden}, none searched by picture, ${rowsHashed} by the hash of the file, ${seen}`
          : `${rowsIndexed}${of} rows${hidden}${lost}, ${seen}, model ${line.model}, index of ${line.indexedAt.slice(0, 10)}`;
      return `    ${dataset} (${release}): ${how}`;
    },
  );
  const others = notSearched.map(({ dataset }) => dataset).join(', ');
  return ['  Searched:', ...(lines.length > 0 ? lines : ['    nothing']), `  Not searched: ${others}`];
}

function matchLines(match: Match): string[] {
  const { grade, dataset, release, rowId, url, view, pdqDistance, geometry, models, channels } = match;
  const distance =
    grade === 'copy' && pdqDistance !== null ? `, PDQ distance ${pdqDistance} of 256, ${view}` : '';
  const shares = grade === 'part' && geometry !== null ? `, ${sharesOf(geometry)}` : '';
  return [
    `  ${grade}${distance}${shares}: ${dataset} (${release}), row ${rowId}`,
    `    ${url}`,
    ...(models.length === 0 ? [] : [`    pictures in this set trained: ${modelWords(models)}`]),
    ...channels.map(({ party, title, url: page, email }) => `    → ${party}: ${title}  ${page ?? email}`),
  ];
}

/** The cosine of the whole picture stands first; of the view in which the row stands out most, after the address. */
function lookAlikeLines(match: Match): string[] {
  const { dataset, rowId, url, similarity, similarityView, similarityAsItLies: whole, sameSubject } = match;
  const isOfPart = similarity !== null && similarityView !== null && similarityView !== 'as-is';
  const by = isOfPart ? ` (${similarity.toFixed(3)} ${similarityView})` : '';
  const what = sameSubject ? `: ${SAME_SUBJECT_WORDS}` : '';
  return [
    `    ${whole?.toFixed(3) ?? '  –  '}  ${dataset} row ${rowId}  ${url}${by}${what}`,
    ...rowLiveLines(match.live),
  ];
}

/** How rows were compared with their live pictures, where they were or could be. */
function liveLines({ state, compared, of }: Live): string[] {
  if (of === 0) return [];
  if (state === 'ask') {
    return [`  ${counted(of, 'row')} can be compared with the live picture: ask for it with --live.`];
  }
  const still = state === 'running' ? ', and others are still looked at' : '';
  return [
    `  Looked at the addresses of ${compared} of ${counted(of, 'row')} for their live pictures${still}.`,
    '  Their hosts see that somebody asks for these addresses, and nothing of your picture.',
  ];
}

function rowLiveLines(live: Match['live']): string[] {
  if (live === null || live.why === null) return [];
  const dead = live.deadSince === null ? '' : `The link is dead (found so on ${dayWords(live.deadSince)}). `;
  return [
    `           ${dead}${live.why}`,
    ...(live.archive === null ? [] : [`           Look for an archived copy: ${live.archive}`]),
  ];
}

function sharesOf({ query, row }: Geometry): string {
  return `${Math.floor(query.percent)} % of your picture, ${Math.floor(row.percent)} % of theirs`;
}

/** Each with how surely that is known, such as "Imagen (read at somebody else’s page)". */
function modelWords(models: Match['models']): string {
  return models.map(({ name, status }) => `${name} (${STATUS_WORDS[status]})`).join(', ');
}
