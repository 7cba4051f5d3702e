import type { Fingerprint } from '../../core/fingerprint.ts';
import type { View } from '../../core/picture.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import type { Place } from '../../index/nearest.ts';
import type { SearchPool } from '../../index/search-pool.ts';

/** The best that vector search says of a row. */
export interface VectorHit {
  similarity: number;
  view: View;
  model: string;
  place: Place;
}

/**
 * The `count` nearest rows of each index over all views of the query, as `images.id` → its best hit. Each index is
 * asked with the embeddings of its own model only.
 */
export async function nearestRows(
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: Fingerprint,
  count: number,
): Promise<Map<number, VectorHit>> {
  const hits = await Promise.all(
    indexes.map(async ({ indexId, model }) => {
      const views = fingerprint.embeddings.filter((embedding) => embedding.model === model);
      const vectors = views.map(({ vector }) => vector);
      const lists = await pool.search(indexId, vectors, count);
      const best = new Map<number, VectorHit>();
      lists.forEach((list, i) => {
        for (const { imageId, similarity, place } of list) {
          const known = best.get(imageId);
          if (!known || similarity > known.similarity)
            best.set(imageId, { similarity, view: views[i].view, model, place });
        }
      });
      return [...best].toSorted(([, a], [, b]) => b.similarity - a.similarity).slice(0, count);
    }),
  );
  // A row in two indexes (of two models) keeps one hit; cosines of two models cannot be compared.
  return new Map(hits.flat());
}
