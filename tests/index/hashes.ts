import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { pdqDistance } from '../../src/core/pdq-distance.ts';

/** A hash that has nothing to do with any other name's. */
export function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

/** The hash with the bits at these places turned over. */
export function flipped(hash: string, bits: readonly number[]): string {
  const bytes = Buffer.from(hash, 'hex');
  for (const bit of bits) bytes[bit >> 3] ^= 0x80 >> (bit & 7);
  return bytes.toString('hex');
}

/** `count` different bits of a hash. */
export function places(count: number): fc.Arbitrary<number[]> {
  return fc.uniqueArray(fc.integer({ min: 0, max: 255 }), { minLength: count, maxLength: count });
}

/** One of `centres` hashes with 0 to `mostTurned` bits turned. */
export function nearCentre(centres: number, mostTurned: number): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min: 0, max: centres - 1 }), fc.integer({ min: 0, max: mostTurned }).chain(places))
    .map(([centre, bits]) => flipped(hashOf(`centre ${centre}`), bits));
}

/** The smallest distance of a hash to any of the others. */
export function smallestDistance(hash: string, others: readonly string[]): number {
  return Math.min(...others.map((other) => pdqDistance(hash, other)));
}
