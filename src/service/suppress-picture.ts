import type { Suppression, SuppressionInput } from '../api/suppression.ts';
import type { FingerprintOptions } from '../core/fingerprint-options.ts';
import { ORIENTATIONS } from '../core/picture.ts';
import type { Database } from '../db/database.ts';
import type { Fingerprinter } from '../fingerprint/fingerprinter.ts';
import { suppress } from '../rows/suppress.ts';

/**
 * Hides what the input names. Of a picture nothing is kept but its hashes; its memory is handed over.
 * @throws TrainspotError `suppression-invalid`, and whatever decoding the picture says
 */
export async function suppressPicture(
  { picture, ...input }: SuppressionInput,
  database: Database,
  fingerprinter: Pick<Fingerprinter, 'fingerprint'>,
): Promise<Suppression> {
  if (picture === undefined) return suppress(input, database);
  const options: FingerprintOptions = { views: [], keypoints: 'none' };
  const { picture: facts, orientedPdq } = await fingerprinter.fingerprint(
    picture,
    [],
    options,
    'handed-over',
  );
  const { sha256, md5, pdqQuality } = facts;
  const pdqs = ORIENTATIONS.map((orientation) => orientedPdq[orientation]);
  return suppress({ ...input, picture: { sha256, md5, pdqQuality, pdqs } }, database);
}
