import { ROW_VECTOR } from '../core/calibration.ts';
import { cosineSimilarity } from '../core/embedding.ts';
import { PUBLISHED_REVISION } from '../core/model-card.ts';
import type { Database } from '../db/database.ts';
import type { SeenPicture } from '../db/seen-pictures.ts';
import { vectorsOfRows } from './row-vectors.ts';

/**
 * Whether what a row's address shows is another picture than the one of which the row's vector was published. False where
 * the picture's own vector was not made, or none was published of that model: then nobody can tell.
 */
export async function isAnotherPicture(
  database: Database,
  segmentsDir: string,
  { imageId, vector: own }: SeenPicture,
): Promise<boolean> {
  if (own === undefined) return false;
  const published = await vectorsOfRows(database, segmentsDir, [imageId]);
  return published.some(
    ({ place, vector }) =>
      place.model === own.model &&
      place.modelRevision === PUBLISHED_REVISION &&
      cosineSimilarity(vector, own.vector) < ROW_VECTOR.unlikeBelow,
  );
}
