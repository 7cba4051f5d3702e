import { COPY } from '../../core/calibration.ts';
import type { Fingerprint } from '../../core/fingerprint.ts';
import { ORIENTATIONS } from '../../core/picture.ts';
import type { Database } from '../../db/database.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { MOST_NEAR_HASHES, type Place } from '../../index/nearest.ts';
import type { SearchPool } from '../../index/search-pool.ts';
import { shownRows } from './shown.ts';

/** Of one index: as many as take some ten milliseconds to look through. */
const MOST_ASKED = 64_000;

/**
 * The rows whose PDQ hash is within 31 bits of the query's in any orientation and that may be shown, as `images.id` → where they lie,
 * nearest first; the 1,000 nearest over all indexes.
 */
export async function rowsNearHash(
  database: Database,
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: Fingerprint,
): Promise<Map<number, Place>> {
  const hashes = ORIENTATIONS.map((orientation) => fingerprint.orientedPdq[orientation]);
  const lists = await Promise.all(
    indexes.map(({ indexId }) =>
      shownRows(database, MOST_NEAR_HASHES, MOST_ASKED, async (count) => [
        await pool.nearHashes(indexId, hashes, COPY.mostDistance, count),
      ]),
    ),
  );
  const places = new Map<number, Place>();
  // A row in two indexes (of two models) has one hash and comes up twice.
  for (const { imageId, place } of lists.flat(2).toSorted((a, b) => a.distance - b.distance)) {
    if (places.size === MOST_NEAR_HASHES) break;
    places.set(imageId, place);
  }
  return places;
}
