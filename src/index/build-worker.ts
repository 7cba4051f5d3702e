import { asTask } from '../workers/task.ts';
import { unpackSignatures, type PackedSignatures } from './packed-signatures.ts';
import { writeSegment, type SegmentDescription, type SegmentEntry } from './segment-writer.ts';

export interface BuildTask {
  segmentsDir: string;
  description: SegmentDescription;
  entries: readonly Omit<SegmentEntry, 'signature'>[];
  signatures: PackedSignatures;
}

export default asTask(({ segmentsDir, description, entries, signatures }: BuildTask) => {
  const unpacked = unpackSignatures(signatures);
  const whole = entries.map((entry, i) => ({ ...entry, signature: unpacked[i] }));
  return writeSegment(segmentsDir, description, whole);
});
