import { startPool } from '../../runtime/threads/pool.ts';
import type { BuildTask } from './build-worker.ts';
import { packKeypoints } from './packed-keypoints.ts';
import type { SegmentManifest } from './manifest.ts';
import type { SegmentDescription, SegmentEntry } from './writer.ts';

/** Builds segments off the calling thread. */
export interface SegmentBuilder {
  /**
   * `writeSegment`, with its guarantees and errors, in a thread of its own; the entries are copied, and no longer
   * needed once the call has returned.
   */
  build(description: SegmentDescription, entries: readonly SegmentEntry[]): Promise<SegmentManifest>;
  /** `mergeSegments`, with its guarantees and errors, in a thread of its own. */
  merge(
    description: SegmentDescription,
    segmentIds: readonly string[],
    droppedImageIds: readonly number[],
  ): Promise<SegmentManifest>;
  /** Ends the threads. A build under way fails, and leaves at most a folder `removeStaleTemporaries` takes. */
  close(): Promise<void>;
}

/**
 * Builds in `threads` threads, which start with the first segment, into `segmentsDir`. One segment is built by one thread (the binding adds
 * points one after the other), so more threads mean more segments at once.
 */
export function startSegmentBuilder(threads: number, segmentsDir: string): SegmentBuilder {
  const pool = startPool<BuildTask, SegmentManifest>(
    new URL('./build-worker', import.meta.url),
    threads,
    null,
  );
  return {
    build(description, entries) {
      // Hundreds of megabytes: in one piece they are copied once, and not again on their way.
      const keypoints = packKeypoints(entries.map(({ keypoints }) => keypoints));
      const others = entries.map(({ imageId, vector, pdq }) => ({ imageId, vector, pdq }));
      return pool.run({ kind: 'write', segmentsDir, description, entries: others, keypoints }, [
        keypoints.bytes.buffer,
        keypoints.lengths.buffer,
      ]);
    },
    merge(description, segmentIds, imageIds) {
      const droppedImageIds = Float64Array.from(imageIds);
      const task = { kind: 'merge', segmentsDir, description, segmentIds, droppedImageIds } as const;
      return pool.run(task, [droppedImageIds.buffer]);
    },
    close: () => pool.close(),
  };
}
