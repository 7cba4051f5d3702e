import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { greyOf } from '../../src/fingerprint/grey.ts';
import { noise } from '../fingerprint/paint.ts';
import { expectSameBits, side } from './inputs.ts';
import { greyOf as greyByReference } from './reference/grey.ts';

function expectSameGrey(picture: RgbPicture, longerSide: number): void {
  expectSameBits(greyOf(picture, longerSide).data, greyByReference(picture, longerSide).data);
}

describe('the brightness of a picture in another size is the reference’s, to the bit', () => {
  it('shrunk, enlarged and as it is, of any size', () => {
    const longer = fc.oneof(fc.constantFrom(1, 2, 3, 255, 256, 257), fc.integer({ min: 1, max: 300 }));
    fc.assert(
      fc.property(side, side, fc.integer(), longer, (width, height, seed, longerSide) => {
        const picture = noise(seed, width, height);
        expectSameGrey(picture, longerSide);
        expectSameGrey(picture, Math.max(width, height));
      }),
      { numRuns: 150 },
    );
  });

  it('of pictures of many blocks of rows, and of rows longer than a block', () => {
    for (const [width, height] of [
      [8000, 1],
      [1, 8000],
      [8000, 45],
      [1999, 1023],
      [60_000, 3],
    ]) {
      for (const longerSide of [256, 511, 768]) expectSameGrey(noise(width, width, height), longerSide);
    }
  });
});
