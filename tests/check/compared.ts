import type { Geometry } from '../../src/api/geometry.ts';
import { comparePictures, type QueryPicture, queryPicture } from '../../src/check/verify/geometry/compare.ts';
import { relationOf } from '../../src/check/placed.ts';
import type { Relation } from '../../src/core/evidence.ts';
import type { RgbPicture } from '../../src/core/picture.ts';
import { readKeypoints, type Keypoints } from '../../src/fingerprint/keypoints/keypoint-bytes.ts';
import { KEYPOINT_BUDGETS, pictureKeypoints } from '../../src/fingerprint/keypoints/keypoints.ts';
import { queryPixels } from '../../src/fingerprint/query-pixels.ts';

/** What an index keeps of a picture. */
export function rowOf(picture: RgbPicture): Keypoints {
  return readKeypoints(pictureKeypoints(picture, KEYPOINT_BUDGETS.row));
}

/** A picture as a check asks for it. */
export function queryOf(picture: RgbPicture): QueryPicture {
  return queryPicture(readKeypoints(pictureKeypoints(picture, KEYPOINT_BUDGETS.query)), queryPixels(picture));
}

export function geometryOf(query: RgbPicture, row: RgbPicture): Geometry | null {
  return comparePictures(queryOf(query), rowOf(row));
}

/** What two pictures are to each other. */
export function relationBetween(query: RgbPicture, row: RgbPicture): Relation | null {
  return relationOf(geometryOf(query, row));
}
