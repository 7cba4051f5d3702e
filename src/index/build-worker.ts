import { asTask } from '../workers/task.ts';
import { mergeSegments } from './merge-segments.ts';
import { unpackSignatures, type PackedSignatures } from './packed-signatures.ts';
import { writeSegment, type SegmentDescription, type SegmentEntry } from './segment-writer.ts';

/** What a building thread is asked: a segment of new rows, or one of the rows of others. */
export type BuildTask = { segmentsDir: string; description: SegmentDescription } & (
  | { kind: 'write'; entries: readonly Omit<SegmentEntry, 'signature'>[]; signatures: PackedSignatures }
  | { kind: 'merge'; segmentIds: readonly string[]; keptImageIds: Float64Array<ArrayBuffer> }
);

export default asTask((task: BuildTask) => {
  const { segmentsDir, description } = task;
  if (task.kind === 'merge') {
    return mergeSegments(segmentsDir, description, task.segmentIds, new Set(task.keptImageIds));
  }
  const signatures = unpackSignatures(task.signatures);
  const whole = task.entries.map((entry, i) => ({ ...entry, signature: signatures[i] }));
  return writeSegment(segmentsDir, description, whole);
});
