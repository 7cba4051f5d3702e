import type { ManifestRow } from '../../core/dataset.ts';
import type { Fingerprint } from '../../core/fingerprint.ts';
import type { NewImage } from '../../db/images.ts';

/** What the database keeps of a row: the publisher's words, and the fingerprints of the picture that was found. */
export function toImage(row: ManifestRow, { picture }: Fingerprint): NewImage {
  return { ...row, width: row.width ?? picture.width, height: row.height ?? picture.height, picture };
}
