import type { Geometry } from '../../../api/match.ts';
import { readKeypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { asTask } from '../../../runtime/threads/task.ts';
import type { CompareTask } from '../comparer.ts';
import { compareKeypoints, queryKeypoints } from './compare.ts';

export default asTask(({ query, rows }: CompareTask): (Geometry | null)[] => {
  const keypoints = queryKeypoints(readKeypoints(query));
  return rows.map((row) => compareKeypoints(keypoints, readKeypoints(row)));
});
