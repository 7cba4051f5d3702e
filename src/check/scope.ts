import type { Coverage } from '../api/check-result.ts';
import type { DatasetRelease } from '../core/dataset.ts';
import { TrainspotError } from '../core/errors.ts';
import type { PublishedIndex } from '../db/indexes.ts';
import type { OpenIndexes } from './search/open-indexes.ts';
import { coverageOf, whyNothingSearched } from './verdict/coverage.ts';

/** What a question is about, of all that is here. */
export interface Scope {
  /** Names of the datasets. */
  datasets: string[];
  /** Their indexes. */
  searched: PublishedIndex[];
  /** Of the datasets: a line an index, and one for each release that has none. */
  coverage: Coverage[];
  /** Dataset → why it is not searched. */
  leftOut: Map<string, string>;
}

/**
 * @param names datasets that were asked for; all when left out
 * @throws TrainspotError `dataset-unknown` for a name that is not indexed, `index-not-open` while nothing can be searched
 */
export function readScope(
  { open, broken, listed }: ReturnType<OpenIndexes['current']>,
  names: readonly string[] | undefined,
): Scope {
  const datasets = chosen([...open, ...listed], names);
  const isAskedFor = ({ dataset }: { dataset: string }): boolean => datasets.includes(dataset);
  const searched = open.filter(isAskedFor);
  const coverage = coverageOf(searched, listed.filter(isAskedFor));
  const whyNothing = whyNothingSearched(
    coverage,
    [...broken].filter(([dataset]) => isAskedFor({ dataset })),
  );
  if (whyNothing !== null) throw new TrainspotError('index-not-open', whyNothing);
  const leftOut = new Map(broken);
  for (const { dataset } of [...open, ...listed]) {
    if (!isAskedFor({ dataset })) leftOut.set(dataset, 'The request left it out.');
  }
  return { datasets, searched, coverage, leftOut };
}

/** The names of the datasets to search: those that were asked for, or all. */
function chosen(known: readonly DatasetRelease[], names: readonly string[] | undefined): string[] {
  const all = [...new Set(known.map(({ dataset }) => dataset))];
  if (!names?.length) return all;
  const unknown = names.find((name) => all.length > 0 && !all.includes(name));
  if (unknown === undefined) return all.filter((name) => names.includes(name));
  throw new TrainspotError(
    'dataset-unknown',
    `'${unknown}' is not indexed here. Indexed: ${all.join(', ')}.`,
  );
}
