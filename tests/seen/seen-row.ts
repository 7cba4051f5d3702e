import type { SeenPicture } from '../../src/db/seen-pictures.ts';
import { digest } from '../db/rows.ts';

/** What is seen of the picture `name` at a row's address: unlike every other name's. */
export function seenPicture(imageId: number, url: string, name: string): SeenPicture {
  return {
    imageId,
    url,
    picture: {
      sha256: digest('sha256', name),
      md5: digest('md5', name),
      pdq: digest('sha256', `pdq of ${name}`),
      pdqQuality: 100,
      width: 320,
      height: 240,
    },
    keypoints: new Uint8Array(Buffer.from(`keypoints of ${name}`)),
  };
}
