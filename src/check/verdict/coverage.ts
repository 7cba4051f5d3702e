import type { Coverage, NotSearched } from '../../core/verdict.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { allDatasets, datasetFacts } from '../../knowledge/datasets.ts';
import { programmes } from '../../knowledge/programmes.ts';

/** What was searched, one line an index. */
export function coverageOf(indexes: readonly PublishedIndex[]): Coverage[] {
  return indexes.map(
    ({ dataset, release, rowsIndexed, rowsSuppressed, rowsPublished, model, indexedAt }) => ({
      dataset,
      release,
      rowsIndexed,
      rowsSuppressed,
      rowsPublished,
      model,
      indexedAt: indexedAt.toISOString(),
    }),
  );
}

/**
 * What was not searched, and why: published datasets that are not indexed here, indexes that the request left
 * out or that could not be opened, and the private programmes that nobody outside can search.
 * @param searched the indexes that were searched @param leftOut dataset → why it was not
 */
export function notSearched(
  searched: readonly PublishedIndex[],
  leftOut: ReadonlyMap<string, string>,
): NotSearched[] {
  const covered = new Set(searched.map(({ dataset }) => datasetFacts(dataset)?.name));
  const absent = allDatasets()
    .filter(({ name }) => name !== 'demo' && !covered.has(name) && !leftOut.has(name))
    .map(({ name }) => ({ dataset: name, why: 'Public, but not indexed on this server.' }));
  return [
    ...[...leftOut].map(([dataset, why]) => ({ dataset, why })),
    ...absent,
    ...programmes().map(({ title, whyNotSearchable }) => ({ dataset: title, why: whyNotSearchable })),
  ];
}
