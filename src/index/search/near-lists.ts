import type { Embedding } from '../../core/embedding.ts';
import type { Neighbours } from '../engines/vector-index.ts';
import { nearestOf, type NearImage } from './nearest.ts';

/** Bytes of every number that goes from one thread to another beside it. */
const BYTES = Float64Array.BYTES_PER_ELEMENT;

/**
 * What one thread answers to several queries, in memory that threads share: 600 rows as objects took longer to copy than to
 * find. Of each query the nearest first, and its rows after those of the query before.
 */
export interface NearLists {
  /** Rows of each query. */
  lengths: Float64Array;
  similarities: Float64Array;
  imageIds: Float64Array;
  /** Of each row its segment's place among those that were asked, and its own in that. */
  segments: Float64Array;
  ordinals: Float64Array;
}

/** A segment as this thread has it open. */
interface AskedSegment {
  searchAll(queries: readonly Embedding[], count: number): Neighbours[];
  imageId(ordinal: number): number;
}

/** The same queries in memory that threads share, so that each of them reads it where it is. */
export function sharedQueries(queries: readonly Embedding[]): Embedding[] {
  const length = queries.reduce((sum, query) => sum + query.length, 0);
  const all = new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  let at = 0;
  return queries.map((query) => {
    all.set(query, at);
    return all.subarray(at, (at += query.length));
  });
}

/** The `count` nearest to each query over all segments, equally near ones by id. */
export function searchSegments(
  segments: readonly AskedSegment[],
  queries: readonly Embedding[],
  count: number,
): NearLists {
  const bySegment = segments.map((segment) => segment.searchAll(queries, count));
  const all = queries.map((_, query) =>
    merged(
      segments,
      bySegment.map((lists) => lists[query]),
      count,
    ),
  );
  const lists = emptyLists(all.map(({ order }) => order.length));
  let to = 0;
  for (const { order, ...rows } of all) {
    for (const row of order) {
      lists.similarities[to] = rows.similarities[row];
      lists.imageIds[to] = rows.imageIds[row];
      lists.segments[to] = rows.segments[row];
      lists.ordinals[to] = rows.ordinals[row];
      to++;
    }
  }
  return lists;
}

function emptyLists(lengths: readonly number[]): NearLists {
  const rows = lengths.reduce((sum, length) => sum + length, 0);
  const memory = new SharedArrayBuffer(BYTES * (lengths.length + 4 * rows));
  const column = (n: number): Float64Array =>
    new Float64Array(memory, BYTES * (lengths.length + n * rows), rows);
  const lists = {
    lengths: new Float64Array(memory, 0, lengths.length),
    similarities: column(0),
    imageIds: column(1),
    segments: column(2),
    ordinals: column(3),
  };
  lists.lengths.set(lengths);
  return lists;
}

/** One query's rows of several segments, and in which order the nearest of them lie. */
function merged(segments: readonly AskedSegment[], lists: readonly Neighbours[], count: number) {
  const similarities: number[] = [];
  const [imageIds, segmentOf, ordinals]: number[][] = [[], [], []];
  for (const [i, list] of lists.entries()) {
    for (let row = 0; row < list.ordinals.length; row++) {
      similarities.push(list.similarities[row]);
      imageIds.push(segments[i].imageId(list.ordinals[row]));
      segmentOf.push(i);
      ordinals.push(list.ordinals[row]);
    }
  }
  const order = similarities
    .map((_, row) => row)
    .sort((a, b) => similarities[b] - similarities[a] || imageIds[a] - imageIds[b])
    .slice(0, Math.max(0, count));
  return { order, similarities, imageIds, segments: segmentOf, ordinals };
}

/**
 * The `count` nearest to each of so many queries, over what several threads answered.
 * @param answers with the segments that each was asked for
 */
export function joinLists(
  answers: readonly { near: NearLists; segmentIds: readonly string[] }[],
  queries: number,
  count: number,
): NearImage[][] {
  const read = answers.map(({ near, segmentIds }) => imagesOf(near, segmentIds, queries));
  return Array.from({ length: queries }, (_, query) =>
    nearestOf(
      read.map((lists) => lists[query]),
      count,
    ),
  );
}

function imagesOf(near: NearLists, segmentIds: readonly string[], queries: number): NearImage[][] {
  let at = 0;
  return Array.from({ length: queries }, (_, query) => {
    const images: NearImage[] = [];
    for (const end = at + near.lengths[query]; at < end; at++) {
      images.push({
        imageId: near.imageIds[at],
        similarity: near.similarities[at],
        place: { segmentId: segmentIds[near.segments[at]], ordinal: near.ordinals[at] },
      });
    }
    return images;
  });
}
