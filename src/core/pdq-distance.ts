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
