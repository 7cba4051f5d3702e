import { COPY, PRECISION } from '../../core/calibration.ts';
import { FALSE_POSITIVES } from '../../core/false-positives.ts';
import type { Coverage, FalsePositives, Verdict } from '../../api/check-result.ts';
import { isClear, isCopyDistance, isFound } from '../../core/evidence.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { PictureFacts } from '../../api/picture.ts';
import type { DatasetRelease } from '../../core/dataset.ts';
import { grouped, listed } from '../../core/words/counts.ts';
import { falsePositiveWords } from '../../core/words/false-positives.ts';
import { GRADE_WORDS } from '../../core/words/grades.ts';
import { isNearAsItLies } from '../near-as-it-lies.ts';
import { canFindPictures } from './coverage.ts';
import { dayWords } from '../../core/words/days.ts';
import { datasetFacts } from '../../advice/facts/datasets.ts';

/**
 * The answer for a picture. "Found" needs an identical, copied or edited row; neither a part nor a look-alike ever makes
 * it so. "Part" means that the picture was not found, and a part of it was. "Possibly" means a row that could not be
 * confirmed and could not be ruled out: its embedding is nearer than chance brings one (the model card's floors) and its
 * keypoints were not compared, as of a picture whose link is dead, or do not speak against it, or its hash agrees but one
 * picture is too plain, or its keypoints are damaged here, or its picture is being fetched. The sentence is for somebody who does not know what a row, a release or a keypoint is.
 * @param graded strongest first @param coverage what was searched; never empty
 */
export function verdictOf(
  picture: PictureFacts,
  graded: readonly GradedCandidate[],
  coverage: readonly Coverage[],
): Verdict {
  const found = graded.filter(({ grade }) => isFound(grade));
  if (found.length > 0) return foundVerdict(found);
  const where = inWhatWasSearched(coverage);
  const plain = plainness(picture);
  const parts = graded.filter(({ grade }) => grade === 'part');
  const unseen = graded.filter(mayBeUnseen);
  const doubts = doubtsOf(graded, coverage);
  if (parts.length > 0) {
    const edited = doubts.length === 0 ? '' : ` An edited copy of it cannot be ruled out ${listed(doubts)}.`;
    const besides = unseen.length === 0 ? edited : `${edited} ${unseenWords(unseen)}`;
    return unconfirmed(
      'part',
      `${partWords(parts)} Your picture itself was not found in ${where}.${besides}${plain}`,
    );
  }
  if (unseen.length > 0) {
    const besides = doubts.length === 0 ? '' : ` Nor can an edited copy be ruled out ${listed(doubts)}.`;
    return unconfirmed(
      'possibly',
      `Possibly: no copy was found in ${where}, but not every picture could be compared. ${unseenWords(unseen)}${besides}${plain}`,
    );
  }
  if (doubts.length > 0) {
    return unconfirmed(
      'possibly',
      `Possibly: no copy was found in ${where}, but an edited copy cannot be ruled out ${listed(doubts)}.${plain}`,
    );
  }
  const comparing = graded.filter(({ live }) => live?.state === 'comparing');
  if (comparing.length > 0) {
    return unconfirmed(
      'possibly',
      `Possibly: no copy was found so far in ${where}. ${pictures(comparing.length)} of it ${are(comparing)} still being compared.${plain}`,
    );
  }
  return unconfirmed(
    'not-found',
    `Not found in ${where}. This says nothing about anything that was not searched.${plain}`,
  );
}

function unconfirmed(answer: Verdict['answer'], sentence: string): Verdict {
  return { answer, falsePositives: null, precision: null, sentence };
}

/** Such as "A part of your picture stands in 2 other pictures of LAION-400M, version 2021: look below which part it is." */
function partWords(parts: readonly GradedCandidate[]): string {
  const there = parts.length === 1 ? 'another picture' : `${grouped(parts.length)} other pictures`;
  const words = `${GRADE_WORDS.part.foundAs} in ${there} of ${datasetsOf(parts)}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, and the rest of both differs: look below which part it is.`;
}

/** Where an edited copy may be all the same: among what is very near, and among what is damaged here. */
function doubtsOf(graded: readonly GradedCandidate[], coverage: readonly Coverage[]): string[] {
  const near = graded.filter(mayBeEdited).length;
  const nearWords =
    near === 1 ? 'in one picture that is very near' : `in ${grouped(near)} pictures that are very near`;
  return [...(near === 0 ? [] : [`${nearWords} (look below)`]), ...lostWords(coverage)];
}

/** The grade is the strongest row's; how far an answer can be trusted is measured of all grades together. */
function foundVerdict(found: readonly GradedCandidate[]): Verdict {
  const [{ grade }] = found;
  const times = found.length === 1 ? 'once' : `${found.length} times`;
  return {
    answer: 'found',
    falsePositives: FALSE_POSITIVES,
    precision: PRECISION[grade as FalsePositives['grade']],
    sentence: `Found: ${GRADE_WORDS[grade].foundAs} ${times} in ${datasetsOf(found)}. ${falsePositiveWords(FALSE_POSITIVES)}`,
  };
}

function datasetsOf(rows: readonly GradedCandidate[]): string {
  return listed([...new Set(rows.map(({ row }) => nameOf(row)))]);
}

function plainness({ pdqQuality }: PictureFacts): string {
  if (isClear(pdqQuality)) return '';
  return ` The picture is too plain to be told apart from others (quality ${pdqQuality} of 100; ${COPY.leastQuality} is needed), so only the same file can be recognised with certainty.`;
}

/** Whether a row may be the whole picture, as its vector has it, and nothing but that could be compared. */
function mayBeUnseen(candidate: GradedCandidate): boolean {
  const { grade, compared, row } = candidate;
  return grade === 'look-alike' && !compared && row.pdq === null && isNearAsItLies(candidate);
}

/**
 * Such as "Yours as a whole is very near to 2 pictures of LAION-400M, version 2021, whose links are dead (found so on 28
 * November 2026): look below for what could prove it.".
 */
function unseenWords(unseen: readonly GradedCandidate[]): string {
  const dead = unseen.filter(({ live }) => live?.state === 'dead');
  const running = unseen.filter(({ live }) => live?.state === 'comparing');
  const others = unseen.filter((candidate) => !dead.includes(candidate) && !running.includes(candidate));
  const ofSets = (rows: readonly GradedCandidate[]): string =>
    `${rows.length === 1 ? 'one picture' : `${grouped(rows.length)} pictures`} of ${datasetsOf(rows)}`;
  const [one, links] = [dead.length === 1, dead.length === 1 ? 'link is' : 'links are'];
  const [since] = dead.map(({ live }) => live?.deadSince ?? '').toSorted();
  const said = [
    dead.length === 0
      ? null
      : `${ofSets(dead)}, whose ${links} dead (found so on ${dayWords(since)}${one ? '' : ' or later'})`,
    running.length === 0 ? null : `${ofSets(running)}, which ${are(running)} being compared`,
    others.length === 0
      ? null
      : `${ofSets(others)}, which ${others.length === 1 ? 'was' : 'were'} not compared`,
  ].filter((words) => words !== null);
  return `Yours as a whole is very near to ${listed(said)}: look below for what could prove it.`;
}

function pictures(count: number): string {
  return count === 1 ? 'One picture' : `${grouped(count)} pictures`;
}

function are({ length }: readonly unknown[]): string {
  return length === 1 ? 'is' : 'are';
}

function mayBeEdited(candidate: GradedCandidate): boolean {
  const { grade, pdqDistance, similarity, card, ruledOut } = candidate;
  if (grade !== 'look-alike') return false;
  if (isCopyDistance(pdqDistance)) return true;
  // Where points could have told and spoke against it, a model's word says less.
  if (ruledOut || mayBeUnseen(candidate) || similarity === null || card === null) return false;
  const { possiblyFrom } = card.similarity;
  return possiblyFrom !== null && similarity >= possiblyFrom;
}

/** Such as "among 2 pictures of LAION-400M, version 2021, as what is kept of them here is damaged"; none where none is. */
function lostWords(coverage: readonly Coverage[]): string[] {
  // A dataset that was searched by two models has two lines, which tell of the same rows.
  const lost = new Map(
    coverage
      .filter(({ rowsNotCompared }) => rowsNotCompared > 0)
      .map((line) => [nameOf(line), line.rowsNotCompared]),
  );
  if (lost.size === 0) return [];
  const where = [...lost].map(
    ([name, count]) => `${count === 1 ? 'one picture' : `${grouped(count)} pictures`} of ${name}`,
  );
  return [`among ${listed(where)}, as what is kept of them here is damaged`];
}

/** Such as "LAION-400M, version 2021 (1,000 of 413,871,335 pictures)". */
export function inWhatWasSearched(coverage: readonly Coverage[]): string {
  return listed(
    coverage
      .filter(canFindPictures)
      .map(({ dataset, release, rowsIndexed, rowsHashed, rowsPublished, model }) => {
        const of = rowsPublished === null ? '' : ` of ${grouped(rowsPublished)}`;
        const [rows, how] =
          model === null ? [rowsHashed, ', of which only the very same file can be told'] : [rowsIndexed, ''];
        const pictures = (rowsPublished ?? rows) === 1 ? 'picture' : 'pictures';
        return `${nameOf({ dataset, release })} (${grouped(rows)}${of} ${pictures}${how})`;
      }),
  );
}

/** Such as "LAION-400M, version 2021". */
function nameOf({ dataset, release }: DatasetRelease): string {
  return `${datasetFacts(dataset)?.title ?? dataset}, version ${release}`;
}
