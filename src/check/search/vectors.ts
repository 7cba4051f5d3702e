import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import { isOfWhole, type View } from '../../core/picture.ts';
import type { Database } from '../../db/database.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import type { NearImage, SegmentOffset } from '../../index/search/nearest.ts';
import type { SearchPool } from '../../index/search/pool.ts';
import { visibleHits } from './visible.ts';

/** What vector search says of a row. */
export interface VectorHit {
  /** Of the view in which it stands out most. */
  similarity: number;
  view: View;
  /** Of the whole picture, the nearest of the ways that it may lie, or without the words on it; null where no such view brought the row up. */
  whole: number | null;
  /** Of the whole picture as it lies; null likewise. */
  asItLies: number | null;
  model: string;
  place: SegmentOffset;
  /** Its place among the rows that its index brings up, from 0: see `nearestRows`. */
  rank: number;
}

/** The same while the views are gone through. */
interface Gathered extends Omit<VectorHit, 'rank'> {
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
 * `count` rows of each index, as `images.id` → what is known of it; hidden rows are none of them. Half of them are those
 * nearest to the whole picture, which come first whatever stands near a part of it; after them come those that stand out
 * most over all views.
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
    const best = new Map<number, Gathered>();
    for (const answer of answers) {
      if (answer.index === index) gather(best, answer, floors.get(floorKey(answer)) ?? 0);
    }
    // A row in two indexes (of two models) keeps one hit; cosines of two models cannot be compared.
    for (const [rank, [id, { margin: _margin, ...hit }]] of ranked([...best], count).entries()) {
      found.set(id, { ...hit, rank });
    }
  }
  return found;
}

function ranked(rows: readonly [id: number, hit: Gathered][], count: number): [number, Gathered][] {
  const wholes = rows
    .filter(([, { whole }]) => whole !== null)
    .toSorted(([, a], [, b]) => (b.whole ?? -1) - (a.whole ?? -1))
    .slice(0, Math.ceil(count / 2));
  const first = new Set(wholes.map(([id]) => id));
  const others = rows.filter(([id]) => !first.has(id)).toSorted(([, a], [, b]) => b.margin - a.margin);
  return [...wholes, ...others].slice(0, count);
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

/** Keeps for each row the view in which it stands out most, and how near it is to the whole. */
function gather(best: Map<number, Gathered>, { index, view, rows }: Answer, floor: number): void {
  const isWhole = isOfWhole(view);
  for (const { imageId, similarity, place } of rows) {
    const known = best.get(imageId);
    const margin = similarity - floor;
    const most =
      known && known.margin >= margin ? known : { similarity, view, model: index.model, place, margin };
    best.set(imageId, {
      ...most,
      whole: isWhole ? Math.max(similarity, known?.whole ?? -1) : (known?.whole ?? null),
      asItLies: view === 'as-is' ? similarity : (known?.asItLies ?? null),
    });
  }
}
