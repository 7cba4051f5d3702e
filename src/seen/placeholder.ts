import { PLACEHOLDER } from '../core/calibration.ts';
import { cosineSimilarity, type Embedding } from '../core/embedding.ts';
import { TrainspotError } from '../core/errors.ts';
import type { Database } from '../db/database.ts';
import { isPlaceholder, markPlaceholder, othersShowing } from '../db/placeholders.ts';
import { vectorPlaces, type VectorPlace } from '../db/row-segments.ts';
import type { SeenPicture } from '../db/seen-pictures.ts';
import { readRowVectors } from '../index/segment/row-vectors.ts';

/**
 * Whether what a row's address shows is a tile that its host shows in the place of many pictures ("image removed"):
 * it is known for one, or it was seen at another row's address and the vectors that were published of the two rows are
 * unlike. Then it is known from now on, and taken from the rows that it was kept for. Of rows without a vector nobody
 * can tell, and one picture may well stand at a hundred addresses.
 */
export async function standsForOthers(
  database: Database,
  segmentsDir: string,
  { imageId, picture }: SeenPicture,
): Promise<boolean> {
  if (await isPlaceholder(database, picture)) return true;
  const others = await othersShowing(database, imageId, picture);
  if (others.length === 0) return false;
  if (!(await areUnlike(database, segmentsDir, [imageId, ...others]))) return false;
  await markPlaceholder(database, picture);
  return true;
}

async function areUnlike(
  database: Database,
  segmentsDir: string,
  imageIds: readonly number[],
): Promise<boolean> {
  const byIndex = new Map<number, Embedding[]>();
  for (const places of inSegments(await vectorPlaces(database, imageIds))) {
    const [{ indexId, segmentId }] = places;
    const ids = places.map((place) => place.imageId);
    const vectors = await readRowVectors(segmentsDir, segmentId, ids).catch((error: unknown) => {
      // Merged away meanwhile, or damaged, which is told by whoever opens it: then it says nothing here.
      if (error instanceof TrainspotError && error.code === 'segment-corrupt') return new Map();
      throw error;
    });
    byIndex.set(indexId, [...(byIndex.get(indexId) ?? []), ...vectors.values()]);
  }
  return [...byIndex.values()].some((vectors) =>
    vectors.some((vector, i) =>
      vectors.slice(0, i).some((other) => cosineSimilarity(vector, other) < PLACEHOLDER.unlikeBelow),
    ),
  );
}

function inSegments(places: readonly VectorPlace[]): VectorPlace[][] {
  const segments = new Map<string, VectorPlace[]>();
  for (const place of places) {
    segments.set(place.segmentId, [...(segments.get(place.segmentId) ?? []), place]);
  }
  return [...segments.values()];
}
