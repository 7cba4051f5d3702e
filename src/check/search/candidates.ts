import { SEARCH } from '../../core/calibration.ts';
import type { IndexedRow } from '../../core/dataset.ts';
import type { Candidate } from '../candidate.ts';
import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { nearestOrientation } from '../../core/pdq-distance.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { Database } from '../../db/database.ts';
import { findRowsOfCheck } from '../../db/check-rows.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import { rowsNearHash, searchHashes } from './hashes.ts';
import type { OpenIndexes } from './open-indexes.ts';
import type { VectorHit } from './ranked.ts';
import { nearestRows, searchViews, type ViewsSearch } from './vectors.ts';

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
  const searches = {
    hashes: searchHashes({ pool, seen }, indexes, fingerprint),
    views: searchViews(pool, indexes, fingerprint, count),
  };
  const { hits, places, rows } = await rowsBroughtUp(database, searches, fingerprint, datasets, count);
  const inSegments = [...places].flatMap(([id, place]) => (place === null ? [] : [{ id, place }]));
  const lost = new Set<number>();
  const keypoints = await pool.keypoints(
    inSegments.map(({ place }) => place),
    (error, i) => {
      lost.add(inSegments[i].id);
      report(error);
    },
  );
  const keypointsOf = new Map(inSegments.map(({ id }, i) => [id, keypoints[i]]));
  return rows.map(({ seenKeypoints, ...row }) => {
    const hit = hits.get(row.id);
    const isLost = lost.has(row.id);
    const kept = keypointsOf.get(row.id) ?? null;
    const since = kept === null && !isLost ? seenKeypoints : null;
    return {
      ...candidate(row, fingerprint, hit, kept ?? since, isLost),
      seenSince: since !== null,
      card: hit === undefined ? null : cardOf(hit.model),
    };
  });
}

/** A check's searches, before it is known what they bring up. */
interface Searches {
  hashes: ReturnType<typeof searchHashes>;
  views: readonly ViewsSearch[];
}

/**
 * What the searches bring up that may be shown, and its rows, with those that have the picture's bytes. The database is asked
 * once, unless a hidden row came up: then again, for what takes its place.
 */
async function rowsBroughtUp(
  database: Database,
  { hashes, views }: Searches,
  { picture }: KeptFingerprint,
  datasets: readonly string[],
  count: number,
) {
  const hidden = new Set<number>();
  for (;;) {
    const [nearHashes, hits] = await Promise.all([
      rowsNearHash(hashes, hidden),
      nearestRows(views, hidden, count),
    ]);
    const wanted = [...new Set([...nearHashes.keys(), ...hits.keys()])];
    const all = [...new Set([...hashes, ...views].flatMap((search) => search.ids()))];
    // Copies are known by their hashes, and a picture may have a thousand: keypoints of no more than are compared.
    const places = new Map([...nearHashes].slice(0, SEARCH.mostCompared));
    for (const [id, { place }] of hits) places.set(id, place);
    const broughtUp = { wanted, all, compared: [...places.keys()] };
    const found = await findRowsOfCheck(database, picture, broughtUp, datasets);
    const there = new Set(found.rows.map(({ id }) => id));
    // What was seen of a row that was removed since is in no segment.
    const newlyHidden = [...found.hidden, ...wanted.filter((id) => !there.has(id))].filter(
      (id) => !hidden.has(id),
    );
    if (newlyHidden.length === 0) {
      const rows = found.rows.filter(({ dataset }) => datasets.includes(dataset));
      return { hits, places, rows };
    }
    for (const id of newlyHidden) hidden.add(id);
  }
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
