import type { ManifestRow } from '../../core/dataset.ts';
import type { Embedding } from '../../core/embedding.ts';
import type { FetchFailure } from '../../db/fetch-outcomes.ts';
import type { PictureFacts } from '../../api/picture.ts';
import { findableHash } from '../../core/pdq-distance.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { NewImage } from '../../db/images.ts';
import type { SegmentEntry } from '../../index/segment/writer.ts';

/** A row with its picture's place in the index, and what is known of the picture besides. */
export interface SeenRow {
  row: ManifestRow;
  vector: Embedding;
  /** Null where nobody saw the picture here: its vector was published. */
  picture: PictureFacts | null;
  keypoints: KeypointBytes | null;
}

/** A row whose picture could not be had or read. */
export interface MissedRow {
  row: ManifestRow;
  /** A short stable word to count by. */
  reason: string;
  /** What that says of the row's link; null where it says nothing. */
  failure: FetchFailure | null;
}

/** What the database keeps of a row: the publisher's words, and the fingerprints of the picture that was found. */
export function toImage(row: ManifestRow, picture: PictureFacts | null): NewImage {
  return {
    ...row,
    width: row.width ?? picture?.width ?? null,
    height: row.height ?? picture?.height ?? null,
    picture,
  };
}

/** What a segment keeps of a row: all that it can be found by, and compared with. */
export function toEntry(imageId: number, { picture, vector, keypoints }: SeenRow): SegmentEntry {
  return { imageId, vector, pdq: picture && findableHash(picture), keypoints };
}
