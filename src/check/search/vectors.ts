import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import type { View } from '../../core/picture.ts';
import type { Database } from '../../db/database.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import type { NearImage, SegmentOffset } from '../../index/search/nearest.ts';
import type { SearchPool } from '../../index/search/pool.ts';
import { visibleHits } from './visible.ts';

/** The best that vector search says of a row. */
export interface VectorHit {
  similarity: number;
  view: View;
  model: string;
  place: SegmentOffset;
  /** By how much the row is nearer to the view than the last of the view's nearest rows is. */
  margin: number;
}

/** What one index answered for one view. */
interface Answer {
  index: PublishedIndex;
  view: View;
  rows: readonly NearImage[];
}

/** Of one view in one index: beyond it a graph is slower than looking at every row. */
const MAX_ASKED = 20_000;

/**
 * The `count` rows of each index that stand out most over all views of the query, as `images.id` → its best hit; hidden
 * rows are none of them.
 * Each index is asked with the embeddings of its own model only. Views are compared by how far a row stands out
 * in them, not by the cosine alone: near a plain corner of the query lie many rows, and none of them says anything.
 */
export async function nearestRows(
  database: Database,
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: KeptFingerprint,
  count: number,
): Promise<Map<number, VectorHit>> {
  const answers = (
    await Promise.all(indexes.map((index) => answersOf(database, pool, index, fingerprint, count)))
  ).flat();
  const floors = floorsOf(answers);
  const found = new Map<number, VectorHit>();
  for (const index of indexes) {
    const best = new Map<number, VectorHit>();
    for (const answer of answers) {
      if (answer.index === index) gather(best, answer, floors.get(floorKey(answer)) ?? 0);
    }
    const first = [...best].toSorted(([, a], [, b]) => b.margin - a.margin).slice(0, count);
    // A row in two indexes (of two models) keeps one hit; cosines of two models cannot be compared.
    for (const [id, hit] of first) found.set(id, hit);
  }
  return found;
}

async function answersOf(
  database: Database,
  pool: SearchPool,
  index: PublishedIndex,
  fingerprint: KeptFingerprint,
  count: number,
): Promise<Answer[]> {
  const own = fingerprint.embeddings.filter(({ model }) => model === index.model);
  const vectors = own.map(({ vector }) => vector);
  const lists = await visibleHits(database, count, MAX_ASKED, (asked) =>
    pool.search(index.indexId, vectors, asked),
  );
  return own.map(({ view }, i) => ({ index, view, rows: lists[i] }));
}

/** The last similarity of each view's list, of all indexes of a model the highest: small indexes end far away. */
function floorsOf(answers: readonly Answer[]): Map<string, number> {
  const floors = new Map<string, number>();
  for (const answer of answers) {
    const last = answer.rows.at(-1)?.similarity ?? -1;
    floors.set(floorKey(answer), Math.max(last, floors.get(floorKey(answer)) ?? -1));
  }
  return floors;
}

function floorKey({ index, view }: Answer): string {
  return `${index.model}/${view}`;
}

/** Keeps for each row the view in which it stands out most. */
function gather(best: Map<number, VectorHit>, { index, view, rows }: Answer, floor: number): void {
  for (const { imageId, similarity, place } of rows) {
    const known = best.get(imageId);
    const margin = similarity - floor;
    if (known && known.margin >= margin) continue;
    best.set(imageId, { similarity, view, model: index.model, place, margin });
  }
}
