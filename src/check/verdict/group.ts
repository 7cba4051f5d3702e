import { isClear, isCopyDistance } from '../../core/evidence.ts';
import type { IndexedRow } from '../../core/dataset.ts';
import { pdqDistance } from '../../core/pdq-distance.ts';

/**
 * Which of the rows show the same picture: the name of each row's group, in the rows' order. Rows are in one
 * group when their bytes are equal or their PDQ hashes are within 31 (both qualities at least 50), directly
 * or through other rows. Groups are numbered by their first row, so the best match is in `picture-1`.
 */
export function groupByPicture(rows: readonly IndexedRow[]): string[] {
  const leader = rows.map((_, i) => i);
  const leaderOf = (i: number): number => (leader[i] === i ? i : (leader[i] = leaderOf(leader[i])));
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [leaderOf(i), leaderOf(j)];
      if (a !== b && samePicture(rows[i], rows[j])) leader[Math.max(a, b)] = Math.min(a, b);
    }
  }
  const numbers = new Map<number, number>();
  return rows.map((_, i) => {
    const root = leaderOf(i);
    if (!numbers.has(root)) numbers.set(root, numbers.size + 1);
    return `picture-${numbers.get(root)}`;
  });
}

function samePicture(a: IndexedRow, b: IndexedRow): boolean {
  if (a.sha256 !== null && a.sha256 === b.sha256) return true;
  if (a.md5 !== null && a.md5 === b.md5) return true;
  if (a.pdq === null || b.pdq === null) return false;
  return isClear(a.pdqQuality) && isClear(b.pdqQuality) && isCopyDistance(pdqDistance(a.pdq, b.pdq));
}
