import { ROW_VECTOR } from '../core/calibration.ts';
import { cosineSimilarity, type Embedding } from '../core/embedding.ts';
import type { Database } from '../db/database.ts';
import { isPlaceholder, othersShowing } from '../db/placeholders.ts';
import type { SeenPicture } from '../db/seen-pictures.ts';
import { vectorsOfRows } from './row-vectors.ts';

/**
 * Whether what a row's address shows is a tile that its host shows in the place of many pictures ("image removed"):
 * it is known for one, or it was seen at another row's address and the vectors that were published of the two rows are
 * unlike. Of rows without a vector nobody can tell, and one picture may well stand at a hundred addresses.
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
