import type { Geometry } from '../../../api/geometry.ts';
import { readKeypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { asTask } from '../../../runtime/threads/task.ts';
import type { CompareTask } from '../comparer.ts';
import { comparePictures, queryPicture } from './compare.ts';

export default asTask(({ query, rows }: CompareTask): (Geometry | null)[] => {
  if (query.pixels === null) return rows.map(() => null);
  const picture = queryPicture(readKeypoints(query.keypoints), query.pixels);
  return rows.map((row) => comparePictures(picture, readKeypoints(row)));
});
