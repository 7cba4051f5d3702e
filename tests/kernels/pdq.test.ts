import fc from 'fast-check';
import { describe, it } from 'vitest';
import { greyOf, type Grey } from '../../src/fingerprint/grey.ts';
import { dct } from '../../src/fingerprint/pdq/frequencies.ts';
import { blurredSquares } from '../../src/fingerprint/pdq/pdq-grey.ts';
import { noise } from '../fingerprint/paint.ts';
import { expectSameBits, greys } from './inputs.ts';
import { blurredSquare, dct as dctByReference } from './reference/pdq.ts';

function expectSameSquares(grey: Grey): void {
  const { asIs, mirrored, flipped, both } = blurredSquares(grey);
  expectSameBits(asIs, blurredSquare(grey, false, false));
  expectSameBits(mirrored, blurredSquare(grey, true, false));
  expectSameBits(flipped, blurredSquare(grey, false, true));
  expectSameBits(both, blurredSquare(grey, true, true));
  expectSameBits(dct(asIs), dctByReference(asIs));
  expectSameBits(dct(both), dctByReference(both));
}

describe('what PDQ looks at is the reference’s, to the bit', () => {
  it('of any picture', () => {
    fc.assert(
      fc.property(greys, (grey) => expectSameSquares(grey)),
      { numRuns: 60 },
    );
  });

  it('of pictures as they are looked at, and of strips', () => {
    for (const [width, height] of [
      [512, 384],
      [333, 512],
      [512, 1],
      [1, 512],
      [8000, 13],
    ]) {
      const picture = noise(width, width, height);
      expectSameSquares(greyOf(picture, Math.max(width, height)));
      expectSameSquares(greyOf(picture, 512));
    }
  });
});
