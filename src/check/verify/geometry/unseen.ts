import type { Geometry } from '../../../api/geometry.ts';
import type { QueryPixels } from '../../../core/picture.ts';
import type { Keypoints } from '../../../fingerprint/keypoints/keypoint-bytes.ts';
import { comparePictures, queryPicture, type QueryPicture } from './compare.ts';

/** Of two pictures that only a look at the query can tell apart. */
export const UNSEEN = 'unseen';

/** How a query lies on a row's picture, as far as that can be told without its pixels. */
export type UnseenGeometry = Geometry | null | typeof UNSEEN;

class PixelsWanted extends Error {}

/**
 * A query that only whoever asks can look at. Pixels are what comparing asks for last: where the keypoints agree on nothing,
 * as those of nearly all different pictures, it never does, and what it says is what it says with them.
 */
export function unseenQuery(keypoints: Keypoints, parts: QueryPixels['parts']): QueryPicture {
  const want = (): never => {
    throw new PixelsWanted();
  };
  return queryPicture(keypoints, {
    parts,
    // They are asked for after a look alone.
    patches: [],
    get width() {
      return want();
    },
    get height() {
      return want();
    },
    get data() {
      return want();
    },
  });
}

/** As `comparePictures`, or `UNSEEN`. @param query of `unseenQuery` */
export function compareUnseen(query: QueryPicture, row: Keypoints): UnseenGeometry {
  try {
    return comparePictures(query, row);
  } catch (error) {
    if (error instanceof PixelsWanted) return UNSEEN;
    throw error;
  }
}
