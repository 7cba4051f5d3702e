import { COPY } from '../../core/calibration.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { ORIENTATIONS } from '../../core/picture.ts';
import type { Database } from '../../db/database.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { MAX_NEAR_HASHES, type SegmentOffset } from '../../index/search/nearest.ts';
import type { SearchPool } from '../../index/search/pool.ts';
import { visibleHits } from './visible.ts';

/** Of one index: as many as take some ten milliseconds to look through. */
const MAX_ASKED = 64_000;

/**
 * The rows whose PDQ hash is within 31 bits of the query's in any orientation and that may be shown, as `images.id` → where they lie,
 * nearest first; the 1,000 nearest over all indexes.
 */
export async function rowsNearHash(
  database: Database,
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: KeptFingerprint,
): Promise<Map<number, SegmentOffset>> {
  const hashes = ORIENTATIONS.map((orientation) => fingerprint.orientedPdq[orientation]);
  const lists = await Promise.all(
    indexes.map(({ indexId }) =>
      visibleHits(database, MAX_NEAR_HASHES, MAX_ASKED, async (count) => [
        await pool.nearHashes(indexId, hashes, COPY.mostDistance, count),
      ]),
    ),
  );
  const places = new Map<number, SegmentOffset>();
  // A row in two indexes (of two models) has one hash and comes up twice.
  for (const { imageId, place } of lists.flat(2).toSorted((a, b) => a.distance - b.distance)) {
    if (places.size === MAX_NEAR_HASHES) break;
    places.set(imageId, place);
  }
  return places;
}
