import { COPY, PRECISION } from '../../core/calibration.ts';
import { FALSE_POSITIVES } from '../../core/false-positives.ts';
import type { Coverage, FalsePositives, Verdict } from '../../api/check-result.ts';
import { isClear, isCopyDistance } from '../../core/evidence.ts';
import type { GradedCandidate } from '../candidate.ts';
import type { PictureFacts } from '../../api/picture.ts';
import type { DatasetRelease } from '../../core/dataset.ts';
import { grouped, listed } from '../../core/words/counts.ts';
import { falsePositiveWords } from '../../core/words/false-positives.ts';
import { GRADE_WORDS } from '../../core/words/grades.ts';
import { canFindPictures } from './coverage.ts';
import { findModelCard } from '../../models/models.ts';
import { datasetFacts } from '../../advice/facts/datasets.ts';

/**
 * The answer for a picture. "Found" needs an identical, copied or edited row; a look-alike never makes it so.
 * "Possibly" means a row that could not be confirmed and could not be ruled out: its embedding is nearer than
 * chance brings one (the model card's measured floor) and there are no keypoints to compare, or its hash agrees
 * but one picture is too plain, or its keypoints are damaged here.
 * @param graded strongest first @param coverage what was searched; never empty
 */
export function verdictOf(
  picture: PictureFacts,
  graded: readonly GradedCandidate[],
  coverage: readonly Coverage[],
): Verdict {
  const where = inWhatWasSearched(coverage);
  const found = graded.filter(({ grade }) => grade !== 'look-alike');
  if (found.length > 0) return foundVerdict(found);
  const doubtful = graded.filter(mayBeEdited).length;
  const lost = lostWords(coverage);
  if (doubtful > 0) {
    return {
      answer: 'possibly',
      falsePositives: null,
      precision: null,
      sentence: `Possibly: no copy was found in ${where}, but ${rows(doubtful)} so near that an edited copy cannot be ruled out. Look below.${lost && ` Nor can one ${lost}.`}${plainness(picture)}`,
    };
  }
  if (lost !== '') {
    return {
      answer: 'possibly',
      falsePositives: null,
      precision: null,
      sentence: `Possibly: no copy was found in ${where}, but an edited copy cannot be ruled out ${lost}.${plainness(picture)}`,
    };
  }
  return {
    answer: 'not-found',
    falsePositives: null,
    precision: null,
    sentence: `Not found in ${where}. This says nothing about anything that was not searched.${plainness(picture)}`,
  };
}

/** The grade is the strongest row's; how far an answer can be trusted is measured of all grades together. */
function foundVerdict(found: readonly GradedCandidate[]): Verdict {
  const [{ grade }] = found;
  const datasets = [...new Set(found.map(({ row }) => nameOf(row)))];
  const times = found.length === 1 ? 'once' : `${found.length} times`;
  return {
    answer: 'found',
    falsePositives: FALSE_POSITIVES,
    precision: PRECISION[grade as FalsePositives['grade']],
    sentence: `Found: ${GRADE_WORDS[grade].foundAs} ${times} in ${listed(datasets)}. ${falsePositiveWords(FALSE_POSITIVES)}`,
  };
}

function plainness({ pdqQuality }: PictureFacts): string {
  if (isClear(pdqQuality)) return '';
  return ` The picture is too plain to be told apart by its hash (quality ${pdqQuality} of 100; ${COPY.leastQuality} is needed), so only the same file can be recognised with certainty.`;
}

function mayBeEdited({ pdqDistance, similarity, model, compared }: GradedCandidate): boolean {
  if (isCopyDistance(pdqDistance)) return true;
  // Where keypoints could have told and did not, a model's word says less.
  if (compared) return false;
  if (similarity === null || model === null) return false;
  const { possiblyFrom } = findModelCard(model).similarity;
  return possiblyFrom !== null && similarity >= possiblyFrom;
}

/** Such as "among 2 rows of LAION-400M, release 2021, whose keypoints are damaged here"; empty where none are. */
function lostWords(coverage: readonly Coverage[]): string {
  // A dataset that was searched by two models has two lines, which tell of the same rows.
  const lost = new Map(
    coverage
      .filter(({ rowsNotCompared }) => rowsNotCompared > 0)
      .map((line) => [nameOf(line), line.rowsNotCompared]),
  );
  if (lost.size === 0) return '';
  const where = [...lost].map(
    ([name, count]) => `${count === 1 ? 'one row' : `${grouped(count)} rows`} of ${name}`,
  );
  return `among ${listed(where)}, whose keypoints are damaged here`;
}

function rows(count: number): string {
  return count === 1 ? 'one row is' : `${count} rows are`;
}

function inWhatWasSearched(coverage: readonly Coverage[]): string {
  return listed(
    coverage
      .filter(canFindPictures)
      .map(({ dataset, release, rowsIndexed, rowsHashed, rowsPublished, model }) => {
        const of = rowsPublished === null ? '' : ` of ${grouped(rowsPublished)}`;
        const [rows, how] =
          model === null ? [rowsHashed, ', by the hash of the file alone'] : [rowsIndexed, ''];
        return `${nameOf({ dataset, release })} (${grouped(rows)}${of} rows${how})`;
      }),
  );
}

/** Such as "LAION-400M, release 2021". */
function nameOf({ dataset, release }: DatasetRelease): string {
  return `${datasetFacts(dataset)?.title ?? dataset}, release ${release}`;
}
