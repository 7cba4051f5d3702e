import type { Suppression, SuppressionWish } from '../core/suppression.ts';
import type { Look } from '../core/look.ts';
import { ORIENTATIONS } from '../core/picture.ts';
import type { Database } from '../db/database.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { suppress } from '../suppression/suppress.ts';

/**
 * Hides what the wish names. Of a picture nothing is kept but its hashes; its memory is handed over.
 * @throws TrainspotError `suppression-invalid`, and whatever decoding the picture says
 */
export async function suppressWish(
  { picture, ...wish }: SuppressionWish,
  database: Database,
  fingerprinter: Pick<Fingerprinter, 'fingerprint'>,
): Promise<Suppression> {
  if (picture === undefined) return suppress(wish, database);
  const look: Look = { views: [], keypoints: 'none' };
  const { picture: facts, orientedPdq } = await fingerprinter.fingerprint(picture, [], look, 'handed-over');
  const { sha256, md5, pdqQuality } = facts;
  const pdqs = ORIENTATIONS.map((orientation) => orientedPdq[orientation]);
  return suppress({ ...wish, picture: { sha256, md5, pdqQuality, pdqs } }, database);
}
