import type { Geometry } from '../../../core/evidence.ts';
import { readSignature } from '../../../image/keypoints/signature.ts';
import { asTask } from '../../../workers/task.ts';
import type { CompareTask } from '../comparer.ts';
import { compareKeypoints, queryKeypoints } from './compare.ts';

export default asTask(({ query, rows }: CompareTask): (Geometry | null)[] => {
  const keypoints = queryKeypoints(readSignature(query));
  return rows.map((row) => compareKeypoints(keypoints, readSignature(row)));
});
