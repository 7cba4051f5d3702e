import type { PictureFacts } from './fingerprint.ts';

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
    distance += BITS_OF_NIBBLE[Number.parseInt(a[i], 16) ^ Number.parseInt(b[i], 16)];
  }
  return distance;
}

/**
 * The hash that a picture is to be found by; null for a flat one, of quality 0 or with all bits of the hash equal: it
 * has nothing to be recognised by, and there are so many that a lookup near their common hash would find them all.
 */
export function findableHash({ pdq, pdqQuality }: Pick<PictureFacts, 'pdq' | 'pdqQuality'>): string | null {
  return pdqQuality > 0 && !/^(0+|f+)$/.test(pdq) ? pdq : null;
}
