import { COPY } from '../../core/calibration.ts';
import type { Fingerprint } from '../../core/fingerprint.ts';
import { ORIENTATIONS } from '../../core/picture.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { MOST_NEAR_HASHES, type Place } from '../../index/nearest.ts';
import type { SearchPool } from '../../index/search-pool.ts';

/**
 * The rows whose PDQ hash is within 31 bits of the query's in any orientation, as `images.id` → where they lie; the
 * 1,000 nearest over all indexes.
 */
export async function rowsNearHash(
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: Fingerprint,
): Promise<Map<number, Place>> {
  const hashes = ORIENTATIONS.map((orientation) => fingerprint.orientedPdq[orientation]);
  const lists = await Promise.all(
    indexes.map(({ indexId }) => pool.nearHashes(indexId, hashes, COPY.mostDistance)),
  );
  const places = new Map<number, Place>();
  // A row in two indexes (of two models) has one hash and comes up twice.
  for (const { imageId, place } of lists.flat().toSorted((a, b) => a.distance - b.distance)) {
    if (places.size === MOST_NEAR_HASHES) break;
    places.set(imageId, place);
  }
  return places;
}
