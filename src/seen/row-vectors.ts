import type { Embedding } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { vectorPlaces, type VectorPlace } from '../db/row-segments.ts';
import { readRowVectors } from '../index/segment/row-vectors.ts';

/** The vectors that the indexes hold of rows; of a row in two indexes two. What is damaged, or was merged away meanwhile, is left out. */
export async function vectorsOfRows(
  database: Database,
  segmentsDir: string,
  imageIds: readonly number[],
): Promise<{ place: VectorPlace; vector: Embedding }[]> {
  const segments = new Map<string, VectorPlace[]>();
  for (const place of await vectorPlaces(database, imageIds)) {
    segments.set(place.segmentId, [...(segments.get(place.segmentId) ?? []), place]);
  }
  const found = await Promise.all(
    [...segments].map(async ([segmentId, places]) => {
      const ids = places.map(({ imageId }) => imageId);
      const vectors = await readRowVectors(segmentsDir, segmentId, ids).catch((error: unknown) => {
        // Damage is told by whoever opens the segment.
        if (error instanceof TrainspotError && error.code === 'segment-corrupt') return null;
        throw error;
      });
      return places.flatMap((place) => {
        const vector = vectors?.get(place.imageId);
        return vector === undefined ? [] : [{ place, vector }];
      });
    }),
  );
  return found.flat();
}
