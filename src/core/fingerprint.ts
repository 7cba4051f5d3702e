import type { Embedding } from './embedding.ts';
import type { Orientation, View } from './picture.ts';
import type { KeypointBytes } from './keypoints.ts';

/** What a file is, without its picture: enough to recognise it, not enough to see it. */
export interface PictureFacts {
  /** Pixels, after the EXIF orientation is applied. */
  width: number;
  height: number;
  /** The decoder's word: jpeg, png, webp, gif, tiff, avif, heic, bmp. */
  format: string;
  /** Of the file's bytes, lower-case hex. */
  sha256: string;
  md5: string;
  /** PDQ perceptual hash: 256 bits as 64 lower-case hex digits. */
  pdq: string;
  /** PDQ quality, 0–100; below 50 the picture is too plain for its hash to mean much. */
  pdqQuality: number;
  /** What its owner should know of the file, in whole sentences; left out where there is nothing to say. */
  notes?: string[];
}

export interface ViewEmbedding {
  /** Name of the model card. */
  model: string;
  view: View;
  vector: Embedding;
}

/** Everything computed from one picture. The pixels themselves are dropped once this exists. */
export interface Fingerprint {
  picture: PictureFacts;
  /** The PDQ hash of each orientation of the picture. */
  orientedPdq: Record<Orientation, string>;
  /** One for each asked model and view; crops that would be all of the picture are left out. */
  embeddings: ViewEmbedding[];
  /** Of the picture as it is. */
  keypoints: KeypointBytes;
}
