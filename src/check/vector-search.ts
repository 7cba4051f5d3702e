import type { LookAlikes, VectorSearchQuery } from '../api/look-alikes.ts';
import { readQueryVector } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { findModelCard } from '../models/models.ts';
import { lookAlikesOf } from './look-alikes.ts';
import { readScope } from './scope.ts';
import type { OpenIndexes } from './search/open-indexes.ts';

/**
 * The rows nearest to a vector of a model, of every index of that model.
 * @throws TrainspotError `search-invalid` for a model of which there is no index, or a vector that is none of its;
 * `dataset-unknown`, `index-not-open`
 */
export async function searchByVector(
  { model, vector: values, datasets, limit }: VectorSearchQuery,
  database: Database,
  indexes: OpenIndexes,
): Promise<LookAlikes> {
  const scope = readScope(indexes.current(), datasets);
  const searched = scope.searched.filter((index) => index.model === model);
  if (searched.length === 0) {
    const models = [...new Set(scope.searched.map((index) => index.model))];
    throw new TrainspotError(
      'search-invalid',
      `'model' is '${model.slice(0, 100)}'; the indexes here are of: ${models.join(', ') || 'none'}.`,
    );
  }
  const vector = readQueryVector(values, findModelCard(model));
  const leftOut = new Map(scope.leftOut);
  for (const line of scope.coverage) leftOut.set(line.dataset, `It has no index of the model ${model} here.`);
  for (const { dataset } of searched) leftOut.delete(dataset);
  const queries = searched.map((index) => ({ index, vector }));
  return lookAlikesOf(
    queries,
    { what: 'vector', limit, notes: [] },
    { ...scope, leftOut },
    database,
    indexes,
  );
}
