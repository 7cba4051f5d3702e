import { onesOf } from '../../core/bits.ts';

/** A PDQ hash in a file: 256 bits, in the order of its hex digits. All zeros stand for no hash. */
export const HASH_BYTES = 32;

/** A PDQ hash in memory: eight 32-bit words. */
export const HASH_WORDS = 8;

/** The hash as words, in the order in which this machine reads its bytes. @param hash 64 hex digits */
export function toWords(hash: string): Uint32Array {
  return bytesToWords(Buffer.from(hash, 'hex'));
}

/** Copied, because a view of words must start at a multiple of 4, and a Buffer may not. */
export function bytesToWords(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer);
}

/** Whether a row has a hash. */
export function hasHash(hashes: Uint32Array, row: number): boolean {
  const start = row * HASH_WORDS;
  for (let i = start; i < start + HASH_WORDS; i++) if (hashes[i] !== 0) return true;
  return false;
}

/**
 * Number of differing bits of a row's hash and another. Beyond `most` any number greater than `most` is given:
 * counting ends there, after three of the eight words for two hashes that have nothing to do with one another.
 */
export function distanceWithin(hashes: Uint32Array, row: number, query: Uint32Array, most: number): number {
  const start = row * HASH_WORDS;
  let distance = 0;
  for (let i = 0; i < HASH_WORDS; i++) {
    distance += onesOf(hashes[start + i] ^ query[i]);
    if (distance > most) return distance;
  }
  return distance;
}
