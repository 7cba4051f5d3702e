import type { Database } from '../../db/database.ts';
import { visibleIds } from '../../db/images.ts';

/** By how much more is asked for where too many rows are hidden. */
const GROWTH = 4;

/** A search of which more rows can be asked for. */
export interface Search<Row> {
  /**
   * The first `count` rows of each list that are not hidden. Hidden rows, which the segments still hold, take nobody's place:
   * where some come up, more rows are asked for, until there are enough or no more.
   */
  without(hidden: ReadonlySet<number>): Promise<Row[][]>;
  /** All rows that were brought up so far, hidden ones too. */
  ids(): number[];
}

/**
 * @param most rows of a list that are asked for at most: a suppression can hide a million copies of one placeholder
 * @param ask for the nearest rows, so many in each list; a shorter list is one that has no more
 */
export function searchBy<Row extends { imageId: number }>(
  count: number,
  most: number,
  ask: (count: number) => Promise<Row[][]>,
): Search<Row> {
  let asked = -1;
  let lists: Row[][] = [];
  return {
    async without(hidden) {
      for (let next = count; ; next = Math.min(most, asked * GROWTH)) {
        if (next > asked) lists = await ask((asked = next));
        const kept = lists.map((list) => list.filter(({ imageId }) => !hidden.has(imageId)).slice(0, count));
        const isDone = lists.every((list, i) => kept[i].length >= count || list.length < asked);
        if (isDone || asked >= most) return kept;
      }
    },
    ids: () => [...new Set(lists.flatMap((list) => list.map(({ imageId }) => imageId)))],
  };
}

/** The first `count` rows of each list that may be shown, neither suppressed nor removed, as `searchBy` has them. */
export async function visibleHits<Row extends { imageId: number }>(
  database: Database,
  count: number,
  most: number,
  ask: (count: number) => Promise<Row[][]>,
): Promise<Row[][]> {
  const search = searchBy(count, most, ask);
  const known = new Set<number>();
  const hidden = new Set<number>();
  for (;;) {
    const lists = await search.without(hidden);
    const unknown = search.ids().filter((id) => !known.has(id));
    const shown = await visibleIds(database, unknown);
    for (const id of unknown) {
      known.add(id);
      if (!shown.has(id)) hidden.add(id);
    }
    if (shown.size === unknown.length) return lists;
  }
}
