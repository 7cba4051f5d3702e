import { COPY } from '../../core/calibration.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { ORIENTATIONS } from '../../core/picture.ts';
import type { Database } from '../../db/database.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { MAX_NEAR_HASHES, type NearHash, type SegmentOffset } from '../../index/search/nearest.ts';
import type { OpenIndexes } from './open-indexes.ts';
import { visibleHits } from './visible.ts';

/** What a search brings up; without a place where no segment holds it. */
type Hit = Pick<NearHash, 'imageId' | 'distance'> & Partial<Pick<NearHash, 'place'>>;

/** Of one index: as many as take some ten milliseconds to look through. */
const MAX_ASKED = 64_000;

/**
 * The rows whose PDQ hash is within 31 bits of the query's in any orientation and that may be shown, as `images.id` → where they lie,
 * nearest first, null for those that no segment holds; the 1,000 nearest over all indexes and all that was seen at rows'
 * addresses, of whatever dataset.
 */
export async function rowsNearHash(
  database: Database,
  { pool, seen }: Pick<OpenIndexes, 'pool' | 'seen'>,
  indexes: readonly PublishedIndex[],
  fingerprint: KeptFingerprint,
): Promise<Map<number, SegmentOffset | null>> {
  const hashes = ORIENTATIONS.map((orientation) => fingerprint.orientedPdq[orientation]);
  const visible = (ask: (count: number) => Promise<Hit[]>): Promise<Hit[][]> =>
    visibleHits(database, MAX_NEAR_HASHES, MAX_ASKED, async (count) => [await ask(count)]);
  const lists = await Promise.all([
    ...indexes.map(({ indexId }) =>
      visible((count) => pool.nearHashes(indexId, hashes, COPY.mostDistance, count)),
    ),
    visible((count) => seen.near(hashes, COPY.mostDistance, count)),
  ]);
  const places = new Map<number, SegmentOffset | null>();
  // A row in two indexes (of two models) has one hash and comes up twice.
  for (const { imageId, place = null } of lists.flat(2).toSorted((a, b) => a.distance - b.distance)) {
    if (places.size === MAX_NEAR_HASHES) break;
    places.set(imageId, place ?? places.get(imageId) ?? null);
  }
  return places;
}
