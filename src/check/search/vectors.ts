import type { KeptFingerprint } from '../../fingerprint/fingerprint.ts';
import type { View } from '../../core/picture.ts';
import type { PublishedIndex } from '../../db/indexes.ts';
import type { NearImage } from '../../index/search/nearest.ts';
import type { SearchPool } from '../../index/search/pool.ts';
import { gather, ranked, type Gathered, type VectorHit } from './ranked.ts';
import { searchBy, type Search } from './visible.ts';

/** What one index answered for one view. */
interface Answer {
  index: PublishedIndex;
  view: View;
  rows: readonly NearImage[];
}

/** The search of one index, by all views that its model embeds. */
export interface ViewsSearch extends Search<NearImage> {
  index: PublishedIndex;
  views: readonly View[];
}

/** Of one view in one index: beyond it a graph is slower than looking at every row. */
const MAX_ASKED = 20_000;

/** Each index is asked with the embeddings of its own model only, `count` rows for each view. */
export function searchViews(
  pool: SearchPool,
  indexes: readonly PublishedIndex[],
  fingerprint: KeptFingerprint,
  count: number,
): ViewsSearch[] {
  return indexes.map((index) => {
    const own = fingerprint.embeddings.filter(({ model }) => model === index.model);
    const vectors = own.map(({ vector }) => vector);
    return {
      index,
      views: own.map(({ view }) => view),
      ...searchBy(count, MAX_ASKED, (asked) => pool.search(index.indexId, vectors, asked)),
    };
  });
}

/**
 * `count` rows of each index, in the order of `ranked`, as `images.id` → what is known of it; hidden rows are none of them.
 * Views are compared by how far a row stands out in them, not by the cosine alone: near a plain corner of the query lie many
 * rows, and none of them says anything.
 */
export async function nearestRows(
  searches: readonly ViewsSearch[],
  hidden: ReadonlySet<number>,
  count: number,
): Promise<Map<number, VectorHit>> {
  const answers = (await Promise.all(searches.map((search) => answersOf(search, hidden)))).flat();
  const floors = floorsOf(answers);
  const found = new Map<number, VectorHit>();
  for (const { index } of searches) {
    const best = new Map<number, Gathered>();
    for (const answer of answers) {
      if (answer.index === index) gather(best, index.model, answer, floors.get(floorKey(answer)) ?? 0);
    }
    // A row in two indexes (of two models) keeps one hit; cosines of two models cannot be compared.
    for (const [rank, [id, { hit }]] of ranked([...best], count).entries()) found.set(id, { ...hit, rank });
  }
  return found;
}

async function answersOf(search: ViewsSearch, hidden: ReadonlySet<number>): Promise<Answer[]> {
  const lists = await search.without(hidden);
  return search.views.map((view, i) => ({ index: search.index, view, rows: lists[i] }));
}

/** The last similarity of each view's list, of all indexes of a model the highest: small indexes end far away. */
function floorsOf(answers: readonly Answer[]): Map<string, number> {
  const floors = new Map<string, number>();
  for (const answer of answers) {
    const last = answer.rows.at(-1)?.similarity ?? -1;
    floors.set(floorKey(answer), Math.max(last, floors.get(floorKey(answer)) ?? -1));
  }
  return floors;
}

function floorKey({ index, view }: Answer): string {
  return `${index.model}/${view}`;
}
