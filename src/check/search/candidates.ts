import { SEARCH } from '../../core/calibration.ts';
import type { IndexedRow } from '../../core/dataset.ts';
import type { Candidate } from '../candidate.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { nearestOrientation } from '../../core/pdq-distance.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { Database } from '../../db/database.ts';
import { findImagesByHash, findImagesByIds } from '../../db/images.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { seenKeypoints } from '../../db/seen-pictures.ts';
import { rowsNearHash } from './hashes.ts';
import type { OpenIndexes } from './open-indexes.ts';
import { nearestRows, type VectorHit } from './vectors.ts';

/** Where to search. */
export interface SearchScope {
  indexes: readonly PublishedIndex[];
  /** Of which rows are known, whether or not an index of them is open. */
  datasets: readonly string[];
}

/**
 * Every row that any of the three searches brings up: equal bytes, PDQ within 31 in any orientation, and `count` rows of
 * each index that `nearestRows` says. A row that several bring up is one candidate with
 * all their numbers. It has its keypoints where the search by vector brought it up, or where its hash is among the 64
 * nearest; where none were kept with its vector, those that were seen at its address since. Damaged ones are reported, and
 * are as none but for `keypointsLost`.
 */
export async function findCandidates(
  database: Database,
  { pool, seen, report, cardOf }: Pick<OpenIndexes, 'pool' | 'seen' | 'report' | 'cardOf'>,
  { indexes, datasets }: SearchScope,
  fingerprint: KeptFingerprint,
  count: number,
): Promise<Candidate[]> {
  const [sameBytes, nearHashes, hits] = await Promise.all([
    findImagesByHash(database, fingerprint.picture, datasets),
    rowsNearHash(database, { pool, seen }, indexes, fingerprint),
    nearestRows(database, pool, indexes, fingerprint, count),
  ]);
  const ids = [...new Set([...nearHashes.keys(), ...hits.keys()])];
  const lost = new Set<number>();
  // Copies are known by their hashes, and a picture may have a thousand: of no more than are compared.
  const wanted = new Map([...nearHashes].slice(0, SEARCH.mostCompared));
  for (const [id, { place }] of hits) wanted.set(id, place);
  const places = new Map(
    [...wanted].flatMap(([id, place]) => (place === null ? [] : [[id, place] as const])),
  );
  const [found, keypoints] = await Promise.all([
    findImagesByIds(database, ids),
    pool.keypoints([...places.values()], (error, i) => {
      lost.add([...places.keys()][i]);
      report(error);
    }),
  ]);
  const keypointsOf = new Map([...places.keys()].map((id, i) => [id, keypoints[i]]));
  const without = [...wanted.keys(), ...sameBytes.map(({ id }) => id)].filter(
    (id) => !keypointsOf.get(id) && !lost.has(id),
  );
  const seenSince = await seenKeypoints(database, without);
  // The later one wins: found by its bytes, a row carries the very hash that agreed.
  const inScope = found.filter(({ dataset }) => datasets.includes(dataset));
  const rows = new Map([...inScope, ...sameBytes].map((row) => [row.id, row]));
  return [...rows.values()].map((row) => {
    const hit = hits.get(row.id);
    const since = seenSince.get(row.id);
    const kept = since ?? keypointsOf.get(row.id) ?? null;
    const found = candidate(row, fingerprint, hit, kept, lost.has(row.id));
    return { ...found, seenSince: since !== undefined, card: hit === undefined ? null : cardOf(hit.model) };
  });
}

function candidate(
  row: IndexedRow,
  fingerprint: KeptFingerprint,
  hit: VectorHit | undefined,
  keypoints: KeypointBytes | null,
  keypointsLost: boolean,
): Omit<Candidate, 'card' | 'seenSince'> {
  const nearest = row.pdq === null ? null : nearestOrientation(row.pdq, fingerprint.orientedPdq);
  return {
    row,
    sameBytes: row.sha256 === fingerprint.picture.sha256 || row.md5 === fingerprint.picture.md5,
    pdqDistance: nearest?.distance ?? null,
    pdqOrientation: nearest?.orientation ?? null,
    similarity: hit?.similarity ?? null,
    similarityView: hit?.view ?? null,
    whole: hit?.whole ?? null,
    asItLies: hit?.asItLies ?? null,
    rank: hit?.rank ?? null,
    model: hit?.model ?? null,
    keypoints,
    geometry: null,
    relation: null,
    compared: false,
    ruledOut: false,
    keypointsLost,
  };
}
