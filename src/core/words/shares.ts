interface Area {
  percent: number;
  whole: boolean;
}

/** What of two pictures agrees, by the keypoints there, and how much of the larger one the smaller one's frame takes. */
interface Placement {
  query: Area;
  row: Area;
  frame: { percent: number };
}

/**
 * How much of each picture the other one shows, in percent; null for all of it. What stands in the other one whole takes as
 * much of it as its frame does: keypoints lie only where something is drawn.
 */
export function sharesShown({ query, row, frame }: Placement): { query: number | null; row: number | null } {
  if (query.whole && row.whole) return { query: null, row: null };
  if (query.whole) return { query: null, row: frame.percent };
  if (row.whole) return { query: frame.percent, row: null };
  return { query: query.percent, row: row.percent };
}
