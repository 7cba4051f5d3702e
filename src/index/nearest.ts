/** A picture that a search brought up. */
export interface NearImage {
  /** `images.id`. */
  imageId: number;
  /** Cosine to the query, in [-1, 1]. */
  similarity: number;
}

/** The `count` nearest of several lists, nearest first; equally near ones by id, so that answers repeat. */
export function nearestOf(lists: readonly NearImage[][], count: number): NearImage[] {
  return lists
    .flat()
    .sort((a, b) => b.similarity - a.similarity || a.imageId - b.imageId)
    .slice(0, Math.max(0, count));
}
