import type { IndexedRow } from '../../core/dataset.ts';
import { PDQ_COPY_DISTANCE, type Candidate } from '../../core/evidence.ts';
import type { Fingerprint } from '../../core/fingerprint.ts';
import { nearestOrientation } from '../../core/pdq-distance.ts';
import { ORIENTATIONS } from '../../core/picture.ts';
import type { Database } from '../../db/database.ts';
import { findImagesByHash, findImagesByIds } from '../../db/images.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { findImagesByPdq } from '../../db/pdq.ts';
import type { SearchPool } from '../../index/search-pool.ts';
import { nearestRows, type VectorHit } from './vectors.ts';

/**
 * Every row that any of the three searches brings up: equal bytes, PDQ within 31 in any orientation, and the
 * `count` nearest vectors of each view. A row that several bring up is one candidate with all their numbers.
 */
export async function findCandidates(
  database: Database,
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: Fingerprint,
  count: number,
): Promise<Candidate[]> {
  const datasets = [...new Set(indexes.map(({ dataset }) => dataset))];
  const orientedHashes = ORIENTATIONS.map((orientation) => fingerprint.orientedPdq[orientation]);
  const [sameBytes, nearHashes, hits] = await Promise.all([
    findImagesByHash(database, fingerprint.picture, datasets),
    findImagesByPdq(database, orientedHashes, PDQ_COPY_DISTANCE, datasets),
    nearestRows(pool, indexes, fingerprint, count),
  ]);
  // The later one wins: found by its bytes, a row carries the very hash that agreed.
  const rows = new Map([...nearHashes, ...sameBytes].map((row) => [row.id, row]));
  const unseen = [...hits.keys()].filter((id) => !rows.has(id));
  for (const row of await findImagesByIds(database, unseen)) rows.set(row.id, row);
  return [...rows.values()].map((row) => candidate(row, fingerprint, hits.get(row.id)));
}

function candidate(row: IndexedRow, fingerprint: Fingerprint, hit: VectorHit | undefined): Candidate {
  const nearest = row.pdq === null ? null : nearestOrientation(row.pdq, fingerprint.orientedPdq);
  return {
    row,
    sameBytes: row.sha256 === fingerprint.picture.sha256 || row.md5 === fingerprint.picture.md5,
    pdqDistance: nearest?.distance ?? null,
    pdqOrientation: nearest?.orientation ?? null,
    similarity: hit?.similarity ?? null,
    similarityView: hit?.view ?? null,
    model: hit?.model ?? null,
    signature: null,
  };
}
