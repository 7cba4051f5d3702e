import type { Geometry } from '../../api/geometry.ts';
import type { KeypointBytes } from '../../core/keypoints.ts';
import type { Fingerprint } from '../../fingerprint/fingerprint.ts';
import { relationOf } from '../placed.ts';
import type { Comparer } from './comparer.ts';

type Query = Pick<Fingerprint, 'keypoints' | 'pixels' | 'withoutWords' | 'pixelsWithoutWords'>;

/**
 * How the query lies on each row's picture, as `Comparer.compare` says. Words over the query hide what it shows, and whole
 * drawings are no more than what they hide: a row that is not the same picture is compared without them too, and lies so
 * where it is the same then. A row that has those very words is the same with them.
 */
export async function compareBeneathWords(
  comparer: Comparer,
  query: Query,
  rows: readonly KeypointBytes[],
): Promise<(Geometry | null)[]> {
  const found = await comparer.compare(query, rows);
  const { withoutWords, pixelsWithoutWords } = query;
  if (withoutWords === undefined || pixelsWithoutWords === undefined) return found;
  const open = [...found.keys()].filter((i) => relationOf(found[i]) !== 'same-picture');
  const beneath = await comparer.compare(
    { keypoints: withoutWords, pixels: pixelsWithoutWords },
    open.map((i) => rows[i]),
  );
  for (const [n, i] of open.entries()) found[i] = sameBeneath(beneath[n]) ?? found[i];
  return found;
}

/** A placement found without the words, where the pictures are the same so. */
export function sameBeneath(placed: Geometry | null): Geometry | null {
  if (placed === null) return null;
  const beneath = { ...placed, withoutWords: true };
  return relationOf(beneath) === 'same-picture' ? beneath : null;
}
