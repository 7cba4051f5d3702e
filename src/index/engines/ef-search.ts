/**
 * How many candidates a search in a graph of hnswlib keeps (`ef`). Measured with it and 16 edges, recall@10 of queries at a cosine
 * of 0.90–0.97 to a row: at 20k rows 1.000 with 64; at 200k .9998 with 64 (of farther queries .998 with 128);
 * at 1M .975 with 64, .995 with 128, .9999 with 256. So 256 at 1M, falling with the square root, and never
 * below 128. For 100 neighbours of 20k rows, 128 gave .996 and 200 .998: hence twice the count.
 */
export function searchBreadth(rows: number, count: number): number {
  return Math.max(128, 2 * count, Math.ceil(256 * Math.sqrt(rows / 1_000_000)));
}

/** How widely a graph of usearch is searched. */
export interface SearchWidth {
  /** Candidates that the search keeps. */
  breadth: number;
  /** How many of them, the nearest by their bytes, are compared exactly. */
  compared: number;
}

/**
 * Measured (`scripts/bench/search-width.ts`, 512 dimensions) with queries at a cosine of 0.90–0.97 to a row, recall@10 of 6,000
 * neighbours: at 200k rows .9945 with a breadth of 64, .9978 with 80, .9995 with 96 and no more with 160; at 20k rows .9997 with
 * 50 and no more with 320. So 96 up to 200k, growing with the square root. Comparing more than are wanted changes nothing of the
 * ten nearest; of the last ones that are wanted some come so to their right place.
 */
export function usearchWidth(rows: number, count: number): SearchWidth {
  const compared = Math.max(64, Math.ceil(1.5 * count));
  return { breadth: Math.max(96, compared, Math.ceil(215 * Math.sqrt(rows / 1_000_000))), compared };
}
