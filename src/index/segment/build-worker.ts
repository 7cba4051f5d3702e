import { asTask } from '../../runtime/threads/task.ts';
import { mergeSegments } from './merge.ts';
import { unpackKeypoints, type PackedKeypoints } from './packed-keypoints.ts';
import { writeSegment, type SegmentDescription, type SegmentEntry } from './writer.ts';

/** What a building thread is asked: a segment of new rows, or one of the rows of others. */
export type BuildTask = { segmentsDir: string; description: SegmentDescription } & (
  | { kind: 'write'; entries: readonly Omit<SegmentEntry, 'keypoints'>[]; keypoints: PackedKeypoints }
  | { kind: 'merge'; segmentIds: readonly string[]; droppedImageIds: Float64Array<ArrayBuffer> }
);

export default asTask((task: BuildTask) => {
  const { segmentsDir, description } = task;
  if (task.kind === 'merge') {
    return mergeSegments(segmentsDir, description, task.segmentIds, new Set(task.droppedImageIds));
  }
  const keypoints = unpackKeypoints(task.keypoints);
  const whole = task.entries.map((entry, i) => ({ ...entry, keypoints: keypoints[i] }));
  return writeSegment(segmentsDir, description, whole);
});
