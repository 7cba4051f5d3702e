import { ROW_VECTOR } from '../core/calibration.ts';
import { cosineSimilarity, type Embedding } from '../core/embedding.ts';
import type { Database } from '../db/database.ts';
import { isPlaceholder, othersShowing } from '../db/placeholders.ts';
import type { SeenPicture } from '../db/seen-pictures.ts';
import { vectorsOfRows } from './row-vectors.ts';

/**
 * Whether what a row's address shows is known for a placeholder, or is found to be one (`core/placeholder.ts`) by what was
 * seen at other rows' addresses: the vectors that were published of the rows are unlike.
 */
export async function standsForOthers(
  database: Database,
  segmentsDir: string,
  { imageId, picture }: SeenPicture,
): Promise<boolean> {
  if (await isPlaceholder(database, picture)) return true;
  const others = await othersShowing(database, imageId, picture);
  return others.length > 0 && areUnlike(database, segmentsDir, [imageId, ...others]);
}

async function areUnlike(
  database: Database,
  segmentsDir: string,
  imageIds: readonly number[],
): Promise<boolean> {
  const byIndex = new Map<number, Embedding[]>();
  for (const { place, vector } of await vectorsOfRows(database, segmentsDir, imageIds)) {
    byIndex.set(place.indexId, [...(byIndex.get(place.indexId) ?? []), vector]);
  }
  return [...byIndex.values()].some((vectors) =>
    vectors.some((vector, i) =>
      vectors.slice(0, i).some((other) => cosineSimilarity(vector, other) < ROW_VECTOR.unlikeBelow),
    ),
  );
}
