import { ORIENTATIONS, type Orientation } from './picture.ts';

const BITS_OF_NIBBLE = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];

/** Digits of a PDQ hash: 256 bits in hex. */
const PDQ_DIGITS = 64;

export function isPdqHash(text: string): boolean {
  return text.length === PDQ_DIGITS && /^[0-9a-f]+$/.test(text);
}

/**
 * Number of differing bits of two PDQ hashes, 0–256.
 * @param a 64 lower-case hex digits @param b likewise
 */
export function pdqDistance(a: string, b: string): number {
  let distance = 0;
  for (let i = 0; i < PDQ_DIGITS; i++) {
    distance += BITS_OF_NIBBLE[digitAt(a, i) ^ digitAt(b, i)];
  }
  return distance;
}

/** A check compares thousands of pairs: `parseInt` of each digit took 25 times as long. */
function digitAt(hash: string, place: number): number {
  const code = hash.charCodeAt(place);
  return (code & 15) + 9 * (code >>> 6);
}

/**
 * The hash that a picture is to be found by; null for a flat one, of quality 0 or with all bits of the hash equal: it
 * has nothing to be recognised by, and there are so many that a lookup near their common hash would find them all.
 */
export function findableHash({ pdq, pdqQuality }: { pdq: string; pdqQuality: number }): string | null {
  return pdqQuality > 0 && !/^(0+|f+)$/.test(pdq) ? pdq : null;
}

/** The orientation whose hash is nearest to `pdq`, the earliest in `ORIENTATIONS` among equals, and how near it is. */
export function nearestOrientation(
  pdq: string,
  oriented: Record<Orientation, string>,
): { distance: number; orientation: Orientation } {
  let best = { distance: Number.POSITIVE_INFINITY, orientation: ORIENTATIONS[0] as Orientation };
  for (const orientation of ORIENTATIONS) {
    const distance = pdqDistance(pdq, oriented[orientation]);
    if (distance < best.distance) best = { distance, orientation };
  }
  return best;
}
