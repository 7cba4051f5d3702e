import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { RgbPicture } from '../../src/core/picture.ts';
import { resizeBicubic, type Window } from '../../src/fingerprint/resize.ts';
import { noise, scene } from '../fingerprint/paint.ts';
import { expectSameBits, side } from './inputs.ts';
import { resizeBicubic as resizeByReference } from './reference/resize.ts';

function expectSameResize(picture: RgbPicture, width: number, height: number, window?: Window): void {
  const own = resizeBicubic(picture, width, height, window);
  const reference = resizeByReference(picture, width, height, window);
  expectSameBits([own.width, own.height], [reference.width, reference.height]);
  expectSameBits(own.data, reference.data);
}

/** Black and white by turns, so that the kernel's negative weights leave the bytes' range on both sides. */
function stripes(width: number, height: number, step: number): RgbPicture {
  const data = Uint8Array.from(
    { length: 3 * width * height },
    (_, i) => (Math.floor(i / 3 / step) % 2) * 255,
  );
  return { width, height, data };
}

describe('a picture in another size is the reference’s, to the bit', () => {
  it('shrunk, enlarged and as it is, of any size', () => {
    const kind = fc.constantFrom('noise', 'scene', 'stripes');
    fc.assert(
      fc.property(side, side, side, side, fc.integer(), kind, (w, h, width, height, seed, drawn) => {
        const pictures = { noise: noise(seed, w, h), scene: scene(seed, w, h), stripes: stripes(w, h, 3) };
        expectSameResize(pictures[drawn as keyof typeof pictures], width, height);
      }),
      { numRuns: 200 },
    );
  });

  it('of which only a part is wanted', () => {
    fc.assert(
      fc.property(side, side, side, side, fc.tuple(side, side, side, side), (w, h, width, height, cut) => {
        const [left, top] = [cut[0] % width, cut[1] % height];
        const window = {
          left,
          top,
          width: 1 + (cut[2] % (width - left)),
          height: 1 + (cut[3] % (height - top)),
        };
        expectSameResize(noise(w, w, h), width, height, window);
      }),
      { numRuns: 200 },
    );
  });

  it('of many blocks of rows, of rows longer than a block, and of strips', () => {
    expectSameResize(noise(1, 1999, 1023), 250, 128);
    expectSameResize(noise(2, 60_000, 3), 128, 5);
    expectSameResize(noise(3, 1, 8000), 3, 128);
    expectSameResize(noise(4, 8000, 1), 128, 40);
    expectSameResize(noise(5, 100, 70), 900, 630);
  });
});
