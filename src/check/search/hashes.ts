import { COPY } from '../../core/calibration.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { ORIENTATIONS } from '../../core/picture.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { MAX_NEAR_HASHES, type NearHash, type SegmentOffset } from '../../index/search/nearest.ts';
import type { OpenIndexes } from './open-indexes.ts';
import { searchBy, type Search } from './visible.ts';

/** What a search brings up; without a place where no segment holds it. */
type Hit = Pick<NearHash, 'imageId' | 'distance'> & Partial<Pick<NearHash, 'place'>>;

/** Of one index: as many as take some ten milliseconds to look through. */
const MAX_ASKED = 64_000;

/** For rows near by PDQ: each index, and all that was seen at rows' addresses, of whatever dataset. */
export function searchHashes(
  { pool, seen }: Pick<OpenIndexes, 'pool' | 'seen'>,
  indexes: readonly PublishedIndex[],
  fingerprint: KeptFingerprint,
): Search<Hit>[] {
  const hashes = ORIENTATIONS.map((orientation) => fingerprint.orientedPdq[orientation]);
  const searched = (ask: (count: number) => Promise<Hit[]>): Search<Hit> =>
    searchBy(MAX_NEAR_HASHES, MAX_ASKED, async (count) => [await ask(count)]);
  return [
    ...indexes.map(({ indexId }) =>
      searched((count) => pool.nearHashes(indexId, hashes, COPY.mostDistance, count)),
    ),
    searched((count) => seen.near(hashes, COPY.mostDistance, count)),
  ];
}

/**
 * The rows whose PDQ hash is within 31 bits of the query's in any orientation and that are not hidden, as `images.id` → where
 * they lie, nearest first, null for those that no segment holds; the 1,000 nearest over all searches.
 */
export async function rowsNearHash(
  searches: readonly Search<Hit>[],
  hidden: ReadonlySet<number>,
): Promise<Map<number, SegmentOffset | null>> {
  const lists = await Promise.all(searches.map((search) => search.without(hidden)));
  const places = new Map<number, SegmentOffset | null>();
  // A row in two indexes (of two models) has one hash and comes up twice.
  for (const { imageId, place = null } of lists.flat(2).toSorted((a, b) => a.distance - b.distance)) {
    if (places.size === MAX_NEAR_HASHES) break;
    places.set(imageId, place ?? places.get(imageId) ?? null);
  }
  return places;
}
