import { NO_ANSWERS } from './answers.ts';
import { TrainspotError } from '../core/errors.ts';
import { parseUrl } from '../core/parse-url.ts';
import type { RouteQuery, Routes } from '../api/routes.ts';
import { allDatasets, datasetFacts } from './facts/datasets.ts';
import { needRegion } from './facts/regions.ts';
import { NO_GROUND } from '../core/no-ground.ts';
import { routesFor } from './route.ts';

/**
 * Who can be asked about a row, by what is known of it. A dataset that is not known is taken where an address is
 * given: rows of an operator's own set have hosts, too.
 * @throws TrainspotError `answers-invalid` where there is neither a dataset nor an address, or either is none,
 * and for a row that only looks similar; `dataset-unknown` where nothing but an unknown dataset is given
 */
export function answerRoutes({ dataset, rowId, url, grade, answers = {} }: RouteQuery): Routes {
  if (grade === 'look-alike') throw new TrainspotError('answers-invalid', NO_GROUND);
  if (dataset === undefined && url === undefined) {
    throw new TrainspotError(
      'answers-invalid',
      'Give a dataset, an address (url), or both: whose row is it?',
    );
  }
  const parsed = url === undefined ? null : parseUrl(url);
  if (url !== undefined && !(parsed && /^https?:$/.test(parsed.protocol) && parsed.hostname !== '')) {
    throw new TrainspotError('answers-invalid', "'url' is no web address; it should begin with https://.");
  }
  if (dataset !== undefined && url === undefined && datasetFacts(dataset) === null) {
    const known = allDatasets().map(({ name }) => name);
    throw new TrainspotError(
      'dataset-unknown',
      `'${dataset.slice(0, 60)}' is no dataset known here. Known are ${known.join(', ')}.`,
    );
  }
  const residence = needRegion('residence', answers.residence ?? NO_ANSWERS.residence);
  const row = { dataset: dataset ?? null, rowId: rowId ?? null, url: url ?? null };
  return routesFor(row, { ...NO_ANSWERS, ...answers, residence });
}
