import type { Embedding } from '../../src/core/embedding.ts';

/** Rows that are compared with every query before the next ones are: they stay in the processor's own memory. */
const BLOCK_ROWS = 64;

/** Of each query the places of the `count` nearest rows, nearest first, told by comparing every one. */
export function exactNeighbours(
  rows: readonly Embedding[],
  queries: readonly Embedding[],
  count: number,
): number[][] {
  const best = queries.map(() => [] as { row: number; similarity: number }[]);
  for (let first = 0; first < rows.length; first += BLOCK_ROWS) {
    for (const [i, query] of queries.entries()) {
      for (let row = first; row < Math.min(rows.length, first + BLOCK_ROWS); row++) {
        const similarity = dot(rows[row], query);
        const own = best[i];
        if (own.length === count && similarity <= own[count - 1].similarity) continue;
        own.push({ row, similarity });
        own.sort((a, b) => b.similarity - a.similarity);
        own.length = Math.min(own.length, count);
      }
    }
  }
  return best.map((own) => own.map(({ row }) => row));
}

function dot(a: Embedding, b: Embedding): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let i = 0; i + 3 < a.length; i += 4) {
    first += a[i] * b[i];
    second += a[i + 1] * b[i + 1];
    third += a[i + 2] * b[i + 2];
    fourth += a[i + 3] * b[i + 3];
  }
  return first + second + third + fourth;
}
