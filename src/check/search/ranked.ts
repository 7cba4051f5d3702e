import { isOfWhole, type View } from '../../core/picture.ts';
import type { NearImage, SegmentOffset } from '../../index/search/nearest.ts';

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
  /** Its place among the rows that its index brings up, from 0: see `ranked`. */
  rank: number;
}

/** What the views of a query that are gone through say of a row. */
export interface Gathered {
  hit: Omit<VectorHit, 'rank'>;
  /** By how much the row is nearer to the view of `hit` than the last of that view's nearest rows is. */
  margin: number;
  /** Of the whole picture, however it lies, and of it without the words on it; null where that did not bring the row up. */
  nearest: Record<'withWords' | 'withoutWords', number | null>;
}

type GatheredRow = readonly [id: number, gathered: Gathered];

/** Keeps for each row the view in which it stands out most beyond the view's `floor`, and how near it is to the whole. */
export function gather(
  best: Map<number, Gathered>,
  model: string,
  { view, rows }: { view: View; rows: readonly NearImage[] },
  floor: number,
): void {
  const way = view === 'without-words' ? 'withoutWords' : 'withWords';
  for (const { imageId, similarity, place } of rows) {
    const known = best.get(imageId);
    const nearest = { ...(known?.nearest ?? { withWords: null, withoutWords: null }) };
    if (isOfWhole(view)) nearest[way] = Math.max(similarity, nearest[way] ?? -1);
    const margin = similarity - floor;
    const most = known && known.margin >= margin ? known.hit : { similarity, view, model, place };
    const asItLies = view === 'as-is' ? similarity : (known?.hit.asItLies ?? null);
    best.set(imageId, {
      hit: { ...most, whole: nearerOf(nearest.withWords, nearest.withoutWords), asItLies },
      margin: Math.max(margin, known?.margin ?? margin),
      nearest,
    });
  }
}

/**
 * At most `count` of the rows. Half of them are those nearest to the whole picture, which come first whatever stands near a
 * part of it; where it is looked at without the words on it too, in turn those nearest with them and those nearest without,
 * since near to a picture full of words lie others full of words. After them come those that stand out most over all views.
 */
export function ranked(rows: readonly GatheredRow[], count: number): GatheredRow[] {
  const inTurn = alternate(nearestBy('withWords', rows), nearestBy('withoutWords', rows));
  const whole = ([, { hit }]: GatheredRow): number => hit.whole ?? -1;
  const wholes = [...new Set(inTurn)].slice(0, Math.ceil(count / 2)).toSorted((a, b) => whole(b) - whole(a));
  const first = new Set(wholes);
  const others = rows.filter((row) => !first.has(row)).toSorted(([, a], [, b]) => b.margin - a.margin);
  return [...wholes, ...others].slice(0, count);
}

function nearestBy(way: keyof Gathered['nearest'], rows: readonly GatheredRow[]): GatheredRow[] {
  return rows
    .filter(([, { nearest }]) => nearest[way] !== null)
    .toSorted(([, a], [, b]) => (b.nearest[way] ?? -1) - (a.nearest[way] ?? -1));
}

function alternate<T>(one: readonly T[], other: readonly T[]): T[] {
  const most = Math.max(one.length, other.length);
  return Array.from({ length: most }, (_, i) => [one, other].flatMap((list) => list.slice(i, i + 1))).flat();
}

function nearerOf(one: number | null, other: number | null): number | null {
  return one === null ? other : Math.max(one, other ?? -1);
}
