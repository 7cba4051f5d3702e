import type { Database } from '../../db/database.ts';
import { visibleIds } from '../../db/images.ts';

/** By how much more is asked for where too many rows are hidden. */
const GROWTH = 4;

/**
 * The first `count` rows of each list that may be shown: neither suppressed nor removed. Hidden rows, which the segments
 * still hold, take nobody's place: where some come up, more rows are asked for, until there are enough or no more. (A
 * suppression can hide a million copies of one placeholder; `most` bounds what such a search costs.)
 * @param most rows of a list that are asked for at most
 * @param ask for the nearest rows, so many in each list; a shorter list is one that has no more
 */
export async function visibleHits<Row extends { imageId: number }>(
  database: Database,
  count: number,
  most: number,
  ask: (count: number) => Promise<Row[][]>,
): Promise<Row[][]> {
  for (let asked = count; ; asked = Math.min(most, asked * GROWTH)) {
    const lists = await ask(asked);
    const ids = [...new Set(lists.flatMap((list) => list.map(({ imageId }) => imageId)))];
    const shown = await visibleIds(database, ids);
    const kept = lists.map((list) => list.filter(({ imageId }) => shown.has(imageId)).slice(0, count));
    const isDone = lists.every((list, i) => kept[i].length >= count || list.length < asked);
    if (isDone || asked >= most) return kept;
  }
}
