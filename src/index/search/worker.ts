import type { Embedding } from '../../core/embedding.ts';
import { asTask } from '../../runtime/threads/task.ts';
import { workerData } from 'piscina';
import { shareBudget, type HeldBudget } from '../engines/held-budget.ts';
import { searchSegments, type NearLists } from './near-lists.ts';
import { nearestHashesOf, type NearHash } from './nearest.ts';
import { openSegment, type OpenSegment } from '../segment/open-segment.ts';
import type { EmbeddingSpace } from '../segment/manifest.ts';

/** All it takes to open a segment. */
export interface SegmentToSearch {
  segmentsDir: string;
  id: string;
  space: EmbeddingSpace;
}

/** What a search thread is asked to do. */
export type SearchTask =
  | { kind: 'open'; segment: SegmentToSearch }
  | { kind: 'vectors'; segments: readonly SegmentToSearch[]; queries: readonly Embedding[]; count: number }
  | {
      kind: 'hashes';
      segments: readonly SegmentToSearch[];
      hashes: readonly string[];
      maxDistance: number;
      count: number;
    }
  | { kind: 'drop'; segmentIds: readonly string[] };

/** What came of it: null but of a search by vectors, and none but of one by hashes. */
export interface SearchAnswer {
  near: NearLists | null;
  hashes: NearHash[];
}

/** What a search thread is started with: what all of them together may hold of rows. */
export interface SearchSettings {
  heldRows: HeldBudget;
}

const NOTHING: SearchAnswer = { near: null, hashes: [] };

const settings = workerData as SearchSettings | null | undefined;
if (settings) shareBudget(settings.heldRows);

/** This thread's own: native objects cannot be handed from one thread to another. */
const openSegments = new Map<string, OpenSegment>();

export default asTask(async (task: SearchTask): Promise<SearchAnswer> => {
  switch (task.kind) {
    case 'open':
      await opened(task.segment);
      return NOTHING;
    case 'drop':
      for (const id of task.segmentIds) {
        openSegments.get(id)?.close();
        openSegments.delete(id);
      }
      return NOTHING;
    case 'vectors': {
      const segments = await allOpened(task.segments);
      return { near: searchSegments(segments, task.queries, task.count), hashes: [] };
    }
    case 'hashes':
      return {
        near: null,
        hashes: nearHashes(await allOpened(task.segments), task.hashes, task.maxDistance, task.count),
      };
  }
});

/** Once so many are found that only nearer ones count, the segments that follow are asked for no others. */
function nearHashes(
  segments: readonly OpenSegment[],
  hashes: readonly string[],
  maxDistance: number,
  count: number,
): NearHash[] {
  return segments.reduce<NearHash[]>((found, segment) => {
    const most = found.length < count ? maxDistance : found[found.length - 1].distance;
    return nearestHashesOf([found, segment.near(hashes, most, count)], count);
  }, []);
}

/** A thread that had to be replaced holds nothing, so a search too opens what is missing. */
async function allOpened(segments: readonly SegmentToSearch[]): Promise<OpenSegment[]> {
  const all: OpenSegment[] = [];
  for (const segment of segments) all.push(await opened(segment));
  return all;
}

async function opened({ segmentsDir, id, space }: SegmentToSearch): Promise<OpenSegment> {
  const segment = openSegments.get(id) ?? (await openSegment(segmentsDir, id, space));
  openSegments.set(id, segment);
  return segment;
}
