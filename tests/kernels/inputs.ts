import fc from 'fast-check';
import { expect } from 'vitest';
import { greyOf, type Grey } from '../../src/fingerprint/grey.ts';
import { noise, scene } from '../fingerprint/paint.ts';

/** Sides that kernels stumble on: one row, one column, fewer than a stripe or a pair, and one more than that. */
const ODD_SIDES = [1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 33];

export const side = fc.oneof(fc.constantFrom(...ODD_SIDES), fc.integer({ min: 1, max: 90 }));

/** Pictures of every kind in odd sizes: noise, shapes on many scales, and one brightness all over. */
export const greys: fc.Arbitrary<Grey> = fc
  .tuple(side, side, fc.integer(), fc.constantFrom('noise', 'scene', 'flat'))
  .map(([width, height, seed, kind]) => greyPicture(width, height, seed, kind));

export function greyPicture(width: number, height: number, seed: number, kind: string): Grey {
  if (kind === 'flat') return { width, height, data: new Float64Array(width * height).fill(seed & 255) };
  const picture = kind === 'noise' ? noise(seed, width, height) : scene(seed, width, height, 60, 0.15);
  return greyOf(picture, Math.max(width, height));
}

/** Random bytes, the same for the same seed. */
export function randomBytes(seed: number, count: number): Uint8Array {
  return noise(seed, Math.ceil(count / 3), 1).data.slice(0, count);
}

/** Says where two lists of numbers first differ in a bit. */
export function expectSameBits(own: ArrayLike<number>, reference: ArrayLike<number>): void {
  expect(own.length).toBe(reference.length);
  for (let i = 0; i < own.length; i++) {
    if (!Object.is(own[i], reference[i])) expect({ i, value: own[i] }).toEqual({ i, value: reference[i] });
  }
}
