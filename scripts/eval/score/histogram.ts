import type { Outcome } from './outcome.ts';

/** How many pairs of pictures have so many agreeing keypoints. */
export interface Bin {
  /** Such as "9–12". */
  inliers: string;
  /** Pairs of an edit and its own row. */
  own: number;
  /** Pairs of an edit and a row that shows something else. */
  others: number;
}

/** The least number of each bin; the last one has no end. */
const BINS = [0, 4, 5, 6, 7, 8, 9, 10, 13, 17, 25, 50, 100] as const;

/** The agreeing keypoints of own and of other rows, bin by bin; null where the geometry was not asked for. */
export function histogramOf(outcomes: readonly Outcome[]): Bin[] | null {
  const compared = outcomes.flatMap(({ geometry }) => geometry ?? []);
  if (compared.length === 0) return null;
  const own = compared.map(({ inliers }) => inliers);
  const others = compared.flatMap(({ otherInliers }) => otherInliers);
  return BINS.map((from, i) => {
    const next = BINS[i + 1] ?? Number.POSITIVE_INFINITY;
    const isIn = (inliers: number): boolean => inliers >= from && inliers < next;
    return { inliers: named(from, next), own: own.filter(isIn).length, others: others.filter(isIn).length };
  });
}

function named(from: number, next: number): string {
  if (next === Number.POSITIVE_INFINITY) return `${from} or more`;
  return next - from === 1 ? String(from) : `${from}–${next - 1}`;
}
