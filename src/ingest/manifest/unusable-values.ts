import type { ManifestRow } from '../../core/dataset.ts';
import type { ManifestFormat, RawRecord } from './format.ts';
import { saysNothing } from './plain-values.ts';

/** How many values of each column stand in a file and could not be taken. */
export type UnusableCounts = Record<string, number>;

/**
 * Counts the columns of `raw` that say something of which nothing came into its row, in place. A side of 0 pixels says
 * nothing: it is how publishers write that they do not know.
 */
export function countUnusable(
  counts: UnusableCounts,
  { meanings }: ManifestFormat,
  raw: RawRecord,
  row: ManifestRow,
): void {
  for (const fact of Object.keys(meanings) as (keyof typeof meanings)[]) {
    if (row[fact] !== null) continue;
    const isSide = fact === 'width' || fact === 'height';
    for (const column of meanings[fact] ?? []) {
      const value = raw[column];
      if (saysNothing(value) || (isSide && Number(value) === 0)) continue;
      counts[column] = (counts[column] ?? 0) + 1;
    }
  }
}
