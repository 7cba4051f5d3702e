import { createHash } from 'node:crypto';
import type { NewImage } from '../../src/db/images.ts';

export function digest(algorithm: 'sha256' | 'md5', text: string): string {
  return createHash(algorithm).update(text).digest('hex');
}

/** A row that is unlike every other name's, with its picture looked at. */
export function newImage(name: string, changes: Partial<NewImage> = {}): NewImage {
  return {
    rowId: name,
    file: null,
    url: `https://example.org/${digest('md5', name)}.jpg`,
    caption: `A picture of ${name}`,
    width: 640,
    height: 480,
    similarity: 0.25,
    unsafe: null,
    author: null,
    pageUrl: null,
    phash: null,
    sha256: null,
    md5: null,
    picture: {
      sha256: digest('sha256', name),
      md5: digest('md5', name),
      pdq: digest('sha256', `pdq of ${name}`),
      pdqQuality: 100,
    },
    ...changes,
  };
}
