import type { LookAlikes, TextSearchQuery } from '../api/look-alikes.ts';
import { SEARCH_TEXT_LENGTH } from '../core/bounds.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import type { PublishedIndex } from '../db/indexes.ts';
import { findModelCard } from '../models/models.ts';
import { hasTextTower } from '../models/store.ts';
import type { TextReader } from '../models/text/text-reader.ts';
import { lookAlikesOf } from './look-alikes.ts';
import { readScope, type Scope } from './scope.ts';
import type { VectorQuery } from './search/nearest.ts';
import type { OpenIndexes } from './search/open-indexes.ts';

/** What searches by words are done with. */
export interface TextSearchParts {
  indexes: OpenIndexes;
  texts: TextReader;
  /** Folder of the pulled models. */
  modelsDir: string;
}

/**
 * The rows whose pictures fit words best, of every index whose model reads words.
 * @param signal ends it between two steps, when nobody waits for the answer any more
 * @throws TrainspotError `search-invalid`, `dataset-unknown`, `index-not-open`; `words-not-searchable`, which says of each
 * index why not
 */
export async function searchByText(
  { text, datasets, limit }: TextSearchQuery,
  database: Database,
  { indexes, texts, modelsDir }: TextSearchParts,
  signal?: AbortSignal,
): Promise<LookAlikes> {
  const words = text.trim();
  if (words === '') throw new TrainspotError('search-invalid', `'text' is empty; say what to look for.`);
  if (words.length > SEARCH_TEXT_LENGTH) {
    throw new TrainspotError(
      'search-invalid',
      `'text' has ${words.length} characters; ${SEARCH_TEXT_LENGTH} are taken.`,
    );
  }
  const scope = await readScopeOfWords(readScope(indexes.current(), datasets), modelsDir);
  const vectors = new Map<string, VectorQuery['vector']>();
  const notes: string[] = [];
  for (const model of new Set(scope.searched.map((index) => index.model))) {
    const { vector, isCut } = await texts.read(model, words);
    signal?.throwIfAborted();
    vectors.set(model, vector);
    if (isCut) notes.push(cutNote(model));
  }
  const queries = scope.searched.flatMap((index) => {
    const vector = vectors.get(index.model);
    return vector === undefined ? [] : [{ index, vector }];
  });
  return lookAlikesOf(queries, { what: 'words', limit, notes }, scope, database, indexes);
}

/** Why an index is not searched by words, or null where it is. */
export async function whyNoWords(
  { model }: Pick<PublishedIndex, 'model'>,
  modelsDir: string,
): Promise<string | null> {
  const card = findModelCard(model);
  if (card.text === null) return `Its index is of the model ${model}, which reads pictures and no words.`;
  if (await hasTextTower(card, modelsDir)) return null;
  return `The half of ${model} that reads words is not here. Whoever runs this service brings it by: npx trainspot models pull ${model}`;
}

/** Of the indexes those that are searched by words, and of all other datasets why not. */
async function readScopeOfWords(scope: Scope, modelsDir: string): Promise<Scope> {
  const leftOut = new Map(scope.leftOut);
  for (const { dataset, model } of scope.coverage) {
    if (model === null) {
      leftOut.set(
        dataset,
        'Its rows are listed here without their pictures: look up words of the captions instead.',
      );
    }
  }
  const whys = await Promise.all(scope.searched.map((index) => whyNoWords(index, modelsDir)));
  for (const [i, why] of whys.entries()) if (why !== null) leftOut.set(scope.searched[i].dataset, why);
  const searched = scope.searched.filter((_, i) => whys[i] === null);
  // By another index all the same.
  for (const { dataset } of searched) leftOut.delete(dataset);
  if (searched.length > 0) return { ...scope, searched, leftOut };
  const each = scope.datasets.map((dataset) => `${dataset}: ${leftOut.get(dataset)}`);
  throw new TrainspotError(
    'words-not-searchable',
    `Nothing that was asked for can be searched by words. ${each.join(' ')}`,
  );
}

function cutNote(model: string): string {
  const most = findModelCard(model).text?.mostTokens ?? 0;
  return `The end of your words was not read: ${model} reads ${most} tokens, pieces of words, and no more.`;
}
