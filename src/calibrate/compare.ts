import { cosineSimilarity, type Embedding } from '../core/embedding.ts';
import type { CalibrationRow } from './read-pictures.ts';

/** A number of the picture whole as it lies, and of the nearest of all its views. */
export interface TwoWays<Of = number> {
  asItLies: Of;
  byBestView: Of;
}

/** What the vectors of one edited picture say. */
export interface Compared {
  /** Cosines to its own row. */
  own: TwoWays;
  /** Of the nearest other row, among as many as each of the sizes says. */
  others: TwoWays[];
  /** Of all others the nearest as it lies. */
  nearest: { row: CalibrationRow; cosine: number };
}

/**
 * Compares an edited picture with its own row and with the others.
 * @param views its vectors, that of the picture as it lies first
 * @param order the rows, in the order in which a smaller index would have them @param sizes ascending
 */
export function compareWithRows(
  views: readonly Embedding[],
  own: CalibrationRow,
  order: readonly CalibrationRow[],
  sizes: readonly number[],
): Compared {
  const others: TwoWays[] = [];
  const near: TwoWays = { asItLies: -1, byBestView: -1 };
  let nearest = { row: own, cosine: -1 };
  let seen = 0;
  for (const row of order) {
    if (row.group === own.group) continue;
    const { asItLies, byBestView } = cosinesOf(views, row.vector);
    if (asItLies > nearest.cosine) nearest = { row, cosine: asItLies };
    near.asItLies = Math.max(near.asItLies, asItLies);
    near.byBestView = Math.max(near.byBestView, byBestView);
    seen++;
    while (others.length < sizes.length && sizes[others.length] === seen) others.push({ ...near });
  }
  // Of a picture with variants there are a few others less.
  while (others.length < sizes.length) others.push({ ...near });
  return { own: cosinesOf(views, own.vector), others, nearest };
}

function cosinesOf(views: readonly Embedding[], row: Embedding): TwoWays {
  const cosines = views.map((view) => cosineSimilarity(view, row));
  return { asItLies: cosines[0], byBestView: Math.max(...cosines) };
}

/** The sizes of index that so many other rows make: ten, a hundred, … and all of them. */
export function sizesUpTo(others: number): number[] {
  const sizes: number[] = [];
  for (let size = 10; size < others; size *= 10) sizes.push(size);
  return [...sizes, others];
}
