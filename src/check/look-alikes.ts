import type { LookAlikes } from '../api/look-alikes.ts';
import type { Database } from '../db/database.ts';
import { findImagesByIds } from '../db/images.ts';
import type { ModelCard } from '../core/model-card.ts';
import { visibleRows } from '../rows/visible-rows.ts';
import type { Scope } from './scope.ts';
import { nearestToVectors, type VectorQuery } from './search/nearest.ts';
import type { OpenIndexes } from './search/open-indexes.ts';
import { notSearched } from './verdict/coverage.ts';
import { inWhatWasSearched } from './verdict/verdict.ts';

/** What was looked for, for the words of the answer. */
type LookedFor = 'words' | 'vector';

interface Asked {
  what: LookedFor;
  /** Rows at most; 20 when left out. */
  limit: number | undefined;
  notes: readonly string[];
}

const DEFAULT_LIMIT = 20;

/**
 * The rows nearest to the queries, with what a client needs to read them rightly: none of them counts as found.
 * @param queries one at least @param scope `leftOut` tells of every dataset of it that none of the queries is about
 */
export async function lookAlikesOf(
  queries: readonly VectorQuery[],
  { what, limit = DEFAULT_LIMIT, notes }: Asked,
  { coverage, leftOut }: Scope,
  database: Database,
  { pool, cardOf }: Pick<OpenIndexes, 'pool' | 'cardOf'>,
): Promise<LookAlikes> {
  const near = await nearestToVectors(database, pool, queries, limit);
  const found = await findImagesByIds(
    database,
    near.map(({ imageId }) => imageId),
  );
  const shown = await visibleRows(database, found);
  const rows = new Map(found.map(({ id }, i) => [id, shown[i]]));
  const lookAlikes = near.flatMap(({ imageId, similarity, model }) => {
    // One may have been hidden since.
    const row = rows.get(imageId);
    return row === undefined ? [] : [{ grade: 'look-alike' as const, similarity, model, row }];
  });
  const searched = coverage.filter((line) =>
    queries.some(
      ({ index }) =>
        index.dataset === line.dataset && index.release === line.release && index.model === line.model,
    ),
  );
  const models = [...new Set(queries.map(({ index }) => index.model))];
  return {
    sentence: sentenceOf(what, lookAlikes.length, inWhatWasSearched(searched)),
    lookAlikes,
    readings: models.map((model) => ({ model, words: readingOf(what, cardOf(model)) })),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
    coverage: searched,
    notSearched: notSearched([...new Set(searched.map(({ dataset }) => dataset))], leftOut),
  };
}

function sentenceOf(what: LookedFor, rows: number, where: string): string {
  if (rows === 0) return `There is no picture to show of ${where}.`;
  const nearest = what === 'words' ? 'fit your words best' : 'lie nearest to the vector';
  return (
    `Of ${where}, these ${nearest}. They are look-alikes and nothing more: whether a picture of yours is among ` +
    'them is told by a check of the picture itself.'
  );
}

function readingOf(what: LookedFor, { text, similarity }: ModelCard): string {
  return what === 'words' && text !== null ? text.reading : similarity.measured;
}
