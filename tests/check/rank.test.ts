import { describe, expect, it } from 'vitest';
import { gradeCandidates } from '../../src/check/verify/verify.ts';
import { nearestRows, searchViews } from '../../src/check/search/vectors.ts';
import type { View } from '../../src/core/picture.ts';
import type { PublishedIndex } from '../../src/db/indexes.ts';
import type { SearchPool } from '../../src/index/search/pool.ts';
import { aCandidate, aFingerprint, aRow } from '../helpers/candidates.ts';

const MODEL = 'laion-400m/clip-vit-base-patch32';

/** The rows that are brought up where each view's nearest rows are these, by id. */
async function brought(
  lists: Partial<Record<View, Record<number, number>>>,
  count: number,
): Promise<{ id: number; whole: number | null; asItLies: number | null; view: View; rank: number }[]> {
  const views = Object.keys(lists) as View[];
  const pool = {
    search: async (_index: number, vectors: readonly unknown[], asked: number) =>
      vectors.map((_, i) =>
        Object.entries(lists[views[i]] ?? {})
          .map(([id, similarity]) => ({
            imageId: Number(id),
            similarity,
            place: { segmentId: 1, offset: 0 },
          }))
          .toSorted((a, b) => b.similarity - a.similarity)
          .slice(0, asked),
      ),
  } as unknown as SearchPool;
  const embeddings = views.map((view) => ({ model: MODEL, view, vector: new Float32Array(2) }));
  const index = { indexId: 1, model: MODEL } as PublishedIndex;
  const searches = searchViews(pool, [index], { ...aFingerprint(), embeddings }, count);
  const hits = await nearestRows(searches, new Set(), count);
  return [...hits].map(([id, { whole, asItLies, view, rank }]) => ({ id, whole, asItLies, view, rank }));
}

describe('rows that vector search brings up', () => {
  it('have the whole picture before a part of it, however far a row stands out by that', async () => {
    const rows = await brought(
      {
        'as-is': { 1: 0.999, 2: 0.998, 3: 0.997 },
        // By its corner each of them stands out a hundred times as far.
        'upper-left': { 4: 0.99, 5: 0.98, 6: 0.3 },
      },
      4,
    );
    expect(rows.map(({ id }) => id)).toEqual([1, 2, 4, 5]);
    expect(rows.map(({ rank }) => rank)).toEqual([0, 1, 2, 3]);
  });

  it('keep the cosine of the whole apart from that of the view in which they stand out most', async () => {
    const [first, second] = await brought(
      { 'as-is': { 1: 0.98, 2: 0.97 }, mirrored: { 2: 0.999, 3: 0.2 }, 'centre-crop': { 1: 0.7, 4: 0.1 } },
      4,
    );
    expect(first).toMatchObject({ id: 2, whole: 0.999, asItLies: 0.97, view: 'mirrored' });
    expect(second).toMatchObject({ id: 1, whole: 0.98, asItLies: 0.98, view: 'centre-crop' });
  });

  it('are never cut off for corners, as many as there are', async () => {
    const corners = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [100 + i, 0.99 - i / 100]));
    const rows = await brought(
      { 'as-is': { 1: 0.999, 2: 0.9989 }, 'lower-left': corners, inside: corners },
      50,
    );
    expect(rows.slice(0, 2).map(({ id }) => id)).toEqual([1, 2]);
    expect(rows).toHaveLength(50);
  });

  it('without the words on a picture have places of their own, beside those that are near with the words', async () => {
    const wordy = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [100 + i, 0.95 - i / 1000]));
    const rows = await brought({ 'as-is': wordy, 'without-words': { 1: 0.7, 2: 0.69, 100: 0.2 } }, 8);
    expect(rows.slice(0, 4).map(({ id }) => id)).toEqual([100, 101, 1, 2]);
    expect(rows[2]).toMatchObject({ id: 1, whole: 0.7, asItLies: null, rank: 2 });
  });

  it('that only look similar are shown in the same order, a corner behind the whole', () => {
    const alike = (id: number, whole: number | null, similarity: number) =>
      aCandidate({ row: aRow({ id }), model: MODEL, whole, similarity, similarityView: 'as-is' });
    const graded = gradeCandidates(
      [alike(1, null, 0.9999), alike(2, 0.981, 0.981), alike(3, 0.999, 0.9), alike(4, null, 0.5)],
      aFingerprint(),
    );
    expect(graded.map(({ row }) => row.id)).toEqual([3, 2, 1, 4]);
  });
});
