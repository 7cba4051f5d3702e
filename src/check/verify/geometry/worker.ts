import { readKeypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { asTask } from '../../../runtime/threads/task.ts';
import type { CompareTask } from '../comparer.ts';
import { comparePictures, queryPicture } from './compare.ts';
import { compareUnseen, unseenQuery, type UnseenGeometry } from './unseen.ts';

export default asTask(({ query, rows }: CompareTask): UnseenGeometry[] => {
  const keypoints = readKeypoints(query.keypoints);
  if ('parts' in query) {
    const unseen = unseenQuery(keypoints, query.parts);
    return rows.map((row) => compareUnseen(unseen, readKeypoints(row)));
  }
  if (query.pixels === null) return rows.map(() => null);
  const picture = queryPicture(keypoints, query.pixels);
  return rows.map((row) => comparePictures(picture, readKeypoints(row)));
});
