import type { DatasetRelease } from '../../core/dataset.ts';
import type { Candidate } from '../candidate.ts';
import type { Coverage, NotSearched } from '../../api/check-result.ts';
import type { KnownDataset } from '../../db/datasets.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { allDatasets, datasetFacts } from '../../advice/facts/datasets.ts';
import { programmes } from '../../advice/facts/programmes.ts';

/**
 * What was searched: one line an index, and after them one for each release that is known by its rows alone.
 * @param listed every release of which rows are known, those with an index among them
 */
export function coverageOf(indexes: readonly PublishedIndex[], listed: readonly KnownDataset[]): Coverage[] {
  const counts = new Map(listed.map((known) => [keyOf(known), known]));
  const byPicture = indexes.map((index): Coverage => {
    const { dataset, release, rowsIndexed, rowsSuppressed, rowsPublished, model, indexedAt } = index;
    // The rows may be counted a moment before the index is taken up.
    const {
      rowsListed = rowsIndexed,
      rowsHashed = 0,
      rowsFingerprinted = 0,
    } = counts.get(keyOf(index)) ?? {};
    return {
      dataset,
      release,
      rowsIndexed,
      rowsListed,
      rowsHashed,
      rowsFingerprinted,
      rowsSuppressed,
      rowsNotCompared: 0,
      rowsPublished,
      model,
      indexedAt: indexedAt.toISOString(),
    };
  });
  const covered = new Set(indexes.map(keyOf));
  const byHash = listed
    .filter((known) => !covered.has(keyOf(known)))
    .map((known): Coverage => {
      const { dataset, release, rowsListed, rowsHashed, rowsFingerprinted, rowsSuppressed } = known;
      const counted = { rowsIndexed: 0, rowsListed, rowsHashed, rowsFingerprinted, rowsSuppressed };
      const { rowsPublished } = known;
      return {
        dataset,
        release,
        ...counted,
        rowsNotCompared: 0,
        rowsPublished,
        model: null,
        indexedAt: null,
      };
    });
  return [...byPicture, ...byHash];
}

/** The same, with how many rows a check brought up whose keypoints it could not read. */
export function withRowsNotCompared(
  coverage: readonly Coverage[],
  candidates: readonly Pick<Candidate, 'row' | 'keypointsLost'>[],
): Coverage[] {
  const lost = candidates.filter(({ keypointsLost }) => keypointsLost).map(({ row }) => keyOf(row));
  return coverage.map((line) => ({
    ...line,
    rowsNotCompared: line.model === null ? 0 : lost.filter((key) => key === keyOf(line)).length,
  }));
}

/**
 * Why no picture can be looked for at all, or null where one can: by an index, or where no index ever was, by hashes
 * of files. While an index is broken the others' hashes are no answer: too much would be missed.
 * @param broken dataset and why
 */
export function whyNothingSearched(
  coverage: readonly Coverage[],
  broken: readonly (readonly [dataset: string, why: string])[],
): string | null {
  if (coverage.some(({ model }) => model !== null)) return null;
  if (broken.length > 0) {
    return `No index is open. ${broken.map(([dataset, why]) => `${dataset}: ${why}`).join(' ')}`;
  }
  if (coverage.some(canFindPictures)) return null;
  const listed = coverage.map(({ dataset }) => dataset).join(', ');
  return listed === ''
    ? 'No index is open yet, so nothing can be searched. Index a dataset first, or try again shortly.'
    : `Of ${listed} the rows are listed here, and neither pictures nor hashes of files: no picture can be looked for.`;
}

function keyOf({ dataset, release }: DatasetRelease): string {
  return JSON.stringify([dataset, release]);
}

/**
 * What was not searched, and why: published datasets that are unknown here, indexes that the request left
 * out or that could not be opened, and the private programmes that nobody outside can search.
 * @param searched names of the datasets that coverage tells of @param leftOut dataset → why it was not
 */
export function notSearched(
  searched: readonly string[],
  leftOut: ReadonlyMap<string, string>,
): NotSearched[] {
  const covered = new Set(searched.map((dataset) => datasetFacts(dataset)?.name));
  const absent = allDatasets()
    .filter(({ name }) => name !== 'demo' && !covered.has(name) && !leftOut.has(name))
    .map(({ name }) => ({ dataset: name, why: 'Public, but not indexed on this server.' }));
  return [
    ...[...leftOut].map(([dataset, why]) => ({ dataset, why })),
    ...absent,
    ...programmes().map(({ title, whyNotSearchable }) => ({ dataset: title, why: whyNotSearchable })),
  ];
}

/** Whether a picture could be found there at all: by an index, or by the hash of its file. */
export function canFindPictures({ model, rowsHashed }: Coverage): boolean {
  return model !== null || rowsHashed > 0;
}
