/** Where a row lies in the segments of an index. */
export interface SegmentOffset {
  segmentId: string;
  /** From 0, in the order in which the segment was filled. */
  ordinal: number;
}

/** A picture that a search by vector brought up. */
export interface NearImage {
  /** `images.id`. */
  imageId: number;
  /** Cosine to the query, in [-1, 1]. */
  similarity: number;
  place: SegmentOffset;
}

/** A picture that a search by PDQ hash brought up. */
export interface NearHash {
  /** `images.id`. */
  imageId: number;
  /** Differing bits of 256. */
  distance: number;
  place: SegmentOffset;
}

/** Pictures that a search by PDQ hash brings up usually, at most: a placeholder picture can stand in a dataset a million times. */
export const MAX_NEAR_HASHES = 1_000;

/** The `count` nearest of several lists, nearest first; equally near ones by id, so that answers repeat. */
export function nearestOf(lists: readonly NearImage[][], count: number): NearImage[] {
  return lists
    .flat()
    .sort((a, b) => b.similarity - a.similarity || a.imageId - b.imageId)
    .slice(0, Math.max(0, count));
}

/** The `count` nearest of several lists, nearest first; equally near ones by id. */
export function nearestHashesOf(lists: readonly NearHash[][], count: number): NearHash[] {
  return lists
    .flat()
    .sort((a, b) => a.distance - b.distance || a.imageId - b.imageId)
    .slice(0, count);
}
