import type { Embedding } from '../core/embedding.ts';
import { asTask } from '../workers/task.ts';
import { nearestOf, type NearImage } from './nearest.ts';
import { openSegment, type OpenSegment } from './segment.ts';
import type { EmbeddingSpace } from './segment-manifest.ts';

/** All it takes to open a segment. */
export interface SegmentToSearch {
  segmentsDir: string;
  id: string;
  space: EmbeddingSpace;
}

/** What a search thread is asked to do. Only a search answers with anything: one list for each query. */
export type SearchTask =
  | { kind: 'open'; segment: SegmentToSearch }
  | { kind: 'search'; segments: readonly SegmentToSearch[]; queries: readonly Embedding[]; count: number }
  | { kind: 'drop'; segmentIds: readonly string[] };

/** This thread's own: native objects cannot be handed from one thread to another. */
const openSegments = new Map<string, OpenSegment>();

export default asTask(async (task: SearchTask): Promise<NearImage[][]> => {
  switch (task.kind) {
    case 'open':
      await opened(task.segment);
      return [];
    case 'drop':
      for (const id of task.segmentIds) openSegments.delete(id);
      return [];
    case 'search': {
      const segments: OpenSegment[] = [];
      for (const segment of task.segments) segments.push(await opened(segment));
      return task.queries.map((query) =>
        nearestOf(
          segments.map((segment) => segment.search(query, task.count)),
          task.count,
        ),
      );
    }
  }
});

/** A thread that had to be replaced holds nothing, so a search too opens what is missing. */
async function opened({ segmentsDir, id, space }: SegmentToSearch): Promise<OpenSegment> {
  const segment = openSegments.get(id) ?? (await openSegment(segmentsDir, id, space));
  openSegments.set(id, segment);
  return segment;
}
