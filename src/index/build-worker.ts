import { asTask } from '../workers/task.ts';
import { writeSegment, type SegmentDescription, type SegmentEntry } from './segment-writer.ts';

export interface BuildTask {
  segmentsDir: string;
  description: SegmentDescription;
  entries: readonly SegmentEntry[];
}

export default asTask(({ segmentsDir, description, entries }: BuildTask) =>
  writeSegment(segmentsDir, description, entries),
);
