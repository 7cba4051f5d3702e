import type { ManifestRow } from '../../core/dataset.ts';
import type { Fingerprint } from '../../core/fingerprint.ts';
import { findableHash } from '../../core/pdq-distance.ts';
import type { NewImage } from '../../db/images.ts';
import type { SegmentEntry } from '../../index/segment-writer.ts';

/** What the database keeps of a row: the publisher's words, and the fingerprints of the picture that was found. */
export function toImage(row: ManifestRow, { picture }: Fingerprint): NewImage {
  return { ...row, width: row.width ?? picture.width, height: row.height ?? picture.height, picture };
}

/** What a segment keeps of a row: all that it can be found by, and compared with. */
export function toEntry(imageId: number, { picture, embeddings, signature }: Fingerprint): SegmentEntry {
  return { imageId, vector: embeddings[0].vector, pdq: findableHash(picture), signature };
}
