import type { Embedding } from '../../core/embedding.ts';
import type { Database } from '../../db/database.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import type { SearchPool } from '../../index/search/pool.ts';
import { visibleHits } from './visible.ts';

/** An index, and a vector of its own model to look for in it. */
export interface VectorQuery {
  index: PublishedIndex;
  vector: Embedding;
}

/** A row that lies near a vector. */
export interface NearVector {
  /** `images.id`. */
  imageId: number;
  similarity: number;
  /** Name of the model card. */
  model: string;
}

/** Of one index: as many rows as have 10,000 to show where as many are hidden. */
const MAX_ASKED = 20_000;

/**
 * The `count` rows nearest to the vectors, each row once; hidden rows are none of them. Those of one model come by their
 * cosine. Cosines of two models cannot be compared: their rows take turns.
 */
export async function nearestToVectors(
  database: Database,
  pool: SearchPool,
  queries: readonly VectorQuery[],
  count: number,
): Promise<NearVector[]> {
  const byModel = new Map<string, NearVector[]>();
  for (const { model, hits } of await Promise.all(
    queries.map((query) => hitsOf(database, pool, query, count)),
  )) {
    byModel.set(model, [...(byModel.get(model) ?? []), ...hits]);
  }
  const lists = [...byModel.values()].map((hits) => hits.toSorted((a, b) => b.similarity - a.similarity));
  const found = new Map<number, NearVector>();
  for (let place = 0; lists.some((hits) => place < hits.length); place++) {
    for (const hits of lists) {
      const hit = hits[place];
      if (hit !== undefined && !found.has(hit.imageId)) found.set(hit.imageId, hit);
      if (found.size === count) return [...found.values()];
    }
  }
  return [...found.values()];
}

async function hitsOf(
  database: Database,
  pool: SearchPool,
  { index: { indexId, model }, vector }: VectorQuery,
  count: number,
): Promise<{ model: string; hits: NearVector[] }> {
  const [near] = await visibleHits(database, count, MAX_ASKED, (asked) =>
    pool.search(indexId, [vector], asked),
  );
  return { model, hits: near.map(({ imageId, similarity }) => ({ imageId, similarity, model })) };
}
